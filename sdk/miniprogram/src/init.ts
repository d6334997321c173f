/** Firefly in a mini-program: called once, at the top of `app.js`, before `App()`. */
import { guardWith } from '@firefly/core/guard'
import { handOver } from '@firefly/core/hand-over'
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { campaign } from './campaign.ts'
import { createListeners } from './capture.ts'
import type { Host } from './host.ts'
import { createIdentities, type Identities } from './identities.ts'
import { install } from './install.ts'
import { createPlace } from './place.ts'
import { miniprogramPlatform } from './platform.ts'
import { starts } from './starts.ts'
import { watchVisibility } from './visibility.ts'
import { createWrapping } from './wrap.ts'

export interface MiniprogramOptions extends TrackerOptions {
  /** Capture starts and ends. Default true. */
  starts?: boolean | undefined
  /** Capture page views, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture taps on elements with a handler. Default true. */
  taps?: boolean | undefined
  /** Take the queries of pages and launches along; they may name people. Default false. */
  queries?: boolean | undefined
}

export interface Firefly<Events extends object = AnyEvents> extends Tracker<Events> {
  /** The ids that the host knows this person by, `{ openid, unionid }`: joined with whoever signs in. */
  bind: (identities: Identities) => void
  /** The address of a web page, with who is here in it: for `<web-view src>`. The page goes on as the same person. */
  handOver: (url: string) => string
}

/** Starts collecting and listens to `App`, `Page` and `Component` from here on. Never throws. */
export function init<Events extends object = AnyEvents>(
  host: Host,
  given: MiniprogramOptions,
): Firefly<Events> {
  const options = given || ({} as MiniprogramOptions)
  const { starts: starting = true, pageViews = true, taps = true, queries = false } = options
  const visibility = watchVisibility(host)
  const place = createPlace()
  const platform = miniprogramPlatform({ host, visibility, place, writeKey: options.writeKey })
  const first = starting ? [starts({ host, visibility, queries })] : []
  const tracker = createTracker<Events>(platform, {
    ...options,
    extensions: [campaign(host, visibility), ...first, ...(options.extensions || [])],
  })
  const guard = guardWith((report) => platform.warn(report.kind, report), 'miniprogram')
  const listeners = createListeners({
    tracker: tracker as Tracker,
    place,
    visibility,
    now: platform.now,
    pageViews,
    taps,
    queries,
  })
  guard(() => install(createWrapping(listeners, guard)))()
  const { bind, identify } = createIdentities(tracker as Tracker, platform.state)
  const handing = (url: string): string => {
    const who = {
      anonymousId: tracker.anonymousId(),
      userId: tracker.userId(),
      sessionId: tracker.sessionId(),
    }
    return handOver(url, who, platform.now())
  }
  return { ...tracker, bind: guard(bind), identify, handOver: (url) => guard(handing)(url) ?? url }
}
