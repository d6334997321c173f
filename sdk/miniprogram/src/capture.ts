/** What is captured by itself: pages, taps, sharing. One event a sentence. */
import { secondsBetween } from './seconds.ts'
import type { Tracker } from '@firefly/core/tracker'
import { pathOf, searchOf, type PageInstance } from './pages.ts'
import { goTo, type Place } from './place.ts'
import type { Listener, Listeners } from './wrap.ts'
import type { Visibility } from './visibility.ts'

export interface CaptureOptions {
  /** Capture page views, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture taps on elements with a handler. Default true. */
  taps?: boolean | undefined
  /** Take the queries of pages and launches along; they may name people. Default false. */
  queries?: boolean | undefined
}

/** Events of the user, as hosts name them; everything else that is handed over is no tap. */
const TAPS = /^(tap|long(press|tap))$/i

interface TapEvent {
  type?: string
  currentTarget?: { id?: string; dataset?: Record<string, unknown> }
  detail?: { x?: number; y?: number }
}

export function createListeners(
  { track, page }: Pick<Tracker, 'track' | 'page'>,
  place: Place,
  visibility: Visibility,
  now: () => number,
  { pageViews = true, taps = true, queries }: CaptureOptions,
): Listeners {
  let seenSince: number | undefined
  let told: unknown
  /** Pages whose query is known: `onShow` does not tell it again. */
  const searches = new WeakMap<object, string>()

  const leave = (): void => {
    if (seenSince && pageViews) track('$pageleave', { $duration: secondsBetween(seenSince, now()) })
    seenSince = 0
  }
  const share =
    ($share_kind: string): Listener =>
    (self, argument, answer) => {
      const { from } = Object(argument) as { from?: string }
      const { title, path } = Object(answer) as { title?: string; path?: string }
      track('$share', { $share_kind, $share_from: from, $title: title, $path: path || pathOf(self) })
    }
  return {
    app: {
      onShow: (_app, launch) => visibility.shown(launch),
      onHide: visibility.unseen,
    },
    page: {
      onLoad(self, query) {
        if (queries) searches.set(self as object, searchOf(Object(query || (self as PageInstance).options)))
      },
      onShow(self) {
        leave()
        seenSince = now()
        goTo(place, pathOf(self), searches.get(self as object))
        if (pageViews) page()
      },
      onHide: leave,
      onUnload: leave,
    },
    asked: {
      onShareAppMessage: share('chat'),
      onShareTimeline: share('timeline'),
      onAddToFavorites: (self) => track('$favorite', { $path: pathOf(self) }),
    },
    handler(_self, event, name) {
      const { type, currentTarget, detail = {} } = Object(event) as TapEvent
      // One tap may be handed from function to function.
      if (!taps || !TAPS.test(type as string) || !currentTarget || event === told) return
      told = event
      // Names come from the page's own markup: `id`, `data-name`, `data-content`, `data-type`.
      const { id, dataset = {} } = currentTarget
      track('$click', {
        $element: dataset['type'],
        $selector: id ? `#${id}` : undefined,
        $text: dataset['content'] ?? dataset['name'],
        $handler: name,
        $tap: type,
        $x: detail.x,
        $y: detail.y,
      })
    },
  }
}
