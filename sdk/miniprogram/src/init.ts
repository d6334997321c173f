/** Firefly in a mini-program: called once, at the top of `app.js`, before `App()`. */
import { guardWith } from '@firefly/core/guard'
import { handOver } from '@firefly/core/hand-over'
import { createOnceTracker } from '@firefly/core/once/tracker'
import type { Tracker, TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { campaign } from './campaign.ts'
import { type CaptureOptions, createListeners } from './capture.ts'
import type { Host } from './host.ts'
import { createIdentities, type Identities } from './identities.ts'
import { install } from './install.ts'
import type { Place } from './place.ts'
import { miniprogramPlatform } from './platform.ts'
import { starts } from './starts.ts'
import { watchVisibility } from './visibility.ts'
import { createWrapping } from './wrap.ts'

export interface MiniprogramOptions extends TrackerOptions, CaptureOptions {
  /** Capture starts and ends. Default true. */
  starts?: boolean | undefined
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
  const options = Object(given) as MiniprogramOptions
  const visibility = watchVisibility(host)
  const place: Place = {}
  const platform = miniprogramPlatform(host, visibility, place, options.writeKey)
  const { now } = platform
  const own = [campaign(visibility)]
  if (options.starts !== false) own.push(starts(visibility, options.queries))
  const tracker = createOnceTracker<Events>(platform, {
    ...host.bounds,
    ...options,
    extensions: own.concat(options.extensions || []),
  })
  const guard = guardWith((report) => platform.warn(report.kind, report), 'miniprogram')
  const listeners = createListeners(tracker as Tracker, place, visibility, now, options)
  guard(install)(createWrapping(listeners, guard))
  const { bind, identify } = createIdentities(tracker as Tracker, platform.state)
  // The host told of this start before anybody listened.
  guard(visibility.shown)(host.launch())
  const handing = guard((url: string) => {
    const { anonymousId, userId, sessionId } = tracker
    return handOver(url, { anonymousId: anonymousId(), userId: userId(), sessionId: sessionId() }, now())
  })
  return { ...tracker, bind: guard(bind), identify, handOver: (url) => handing(url) ?? url }
}
