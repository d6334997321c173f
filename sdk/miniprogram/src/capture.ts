/** What is captured by itself: starts and ends, pages, taps, sharing. One event a sentence. */
import type { Tracker } from '@firefly/core/tracker'
import type { Launch } from './host.ts'
import { pathOf, searchOf, type PageInstance } from './pages.ts'
import type { Place } from './place.ts'
import type { Listeners } from './wrap.ts'
import type { Visibility } from './visibility.ts'

export interface CaptureNeeds {
  tracker: Pick<Tracker, 'track' | 'page'>
  place: Place
  visibility: Visibility
  now: () => number
  /** Take the query of pages along, which may name people. */
  queries: boolean
  pageViews: boolean
  taps: boolean
}

/** Events of the user, as hosts name them; everything else that is handed over is no tap. */
const TAPS = new Set(['tap', 'longpress', 'longtap', 'longTap'])

interface TapEvent {
  type?: string
  currentTarget?: { id?: string; dataset?: Record<string, unknown> }
  target?: { id?: string; dataset?: Record<string, unknown> }
  detail?: { x?: number; y?: number }
}

export function createListeners(needs: CaptureNeeds): Listeners {
  const { tracker, place, visibility, now, queries, pageViews } = needs
  let seenSince: number | undefined
  let told: unknown
  /** Pages whose query is known: `onShow` does not tell it again. */
  const searches = new WeakMap<object, string>()

  const leave = (): void => {
    if (seenSince === undefined || !pageViews) return
    tracker.track('$pageleave', { $duration: (now() - seenSince) / 1000 }, { context: place.current() })
    seenSince = undefined
  }
  const share =
    (kind: string) =>
    (page: unknown, argument: unknown, answer: unknown): void => {
      const { from } = (argument || {}) as { from?: string }
      const { title, path } = (answer || {}) as { title?: string; path?: string }
      tracker.track('$share', {
        $share_kind: kind,
        $share_from: from,
        $title: title,
        $path: path || pathOf(page),
      })
    }
  return {
    app: {
      onShow: (_app, launch) => visibility.shown(launch as Launch),
      onHide: () => visibility.hidden(),
    },
    page: {
      onLoad(page, query) {
        if (queries) searches.set(page as object, searchOf((query || (page as PageInstance).options) as {}))
      },
      onShow(page) {
        leave()
        seenSince = now()
        place.go({ path: pathOf(page), search: searches.get(page as object) || '' })
        if (pageViews) tracker.page()
      },
      onHide: leave,
      onUnload: leave,
    },
    pageAsked: {
      onShareAppMessage: share('chat'),
      onShareTimeline: share('timeline'),
      onAddToFavorites: (page) => tracker.track('$favorite', { $path: pathOf(page) }),
    },
    handler(_self, event, name) {
      // One tap may be handed from function to function.
      if (!needs.taps || !isTap(event) || event === told) return
      told = event
      tracker.track('$click', tapOf(event, name))
    },
  }
}

const isTap = (event: unknown): event is TapEvent => {
  const { type, currentTarget } = (event || {}) as TapEvent
  return !!type && TAPS.has(type) && !!currentTarget
}

/** Names come from the page's own markup: `id`, `data-name`, `data-content`, `data-type`. */
function tapOf(
  { currentTarget = {}, detail = {}, type }: TapEvent,
  handler: string,
): Record<string, unknown> {
  const { id, dataset = {} } = currentTarget
  return {
    $element: dataset['type'],
    $selector: id ? `#${id}` : undefined,
    $text: dataset['content'] ?? dataset['name'],
    $handler: handler,
    $tap: type,
    $x: detail.x,
    $y: detail.y,
  }
}
