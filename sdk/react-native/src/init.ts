/** Firefly in a React Native app. Calls made before the storage has been read wait for it. */
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { guardWith } from '@firefly/core/guard'
import { handOver } from '@firefly/core/hand-over'
import type { NetworkLike, ReactNativeLike, StorageLike } from './device.ts'
import { life } from './life.ts'
import { type AppInfo, reactNativePlatform, warn } from './platform.ts'
import { loadState } from './storage.ts'
import { waiting } from './waiting.ts'

export interface ReactNativeOptions extends TrackerOptions {
  /** `{ AppState, Platform, Dimensions }` of `react-native`. */
  native: ReactNativeLike
  /** `AsyncStorage`, or anything of its shape. */
  storage: StorageLike
  /** `NetInfo`: events are sent as soon as the network is back. */
  network?: NetworkLike | undefined
  /** Name and version of the app; tells installs and updates. */
  app?: AppInfo | undefined
  /** Capture installs, updates, starts and ends. Default true. */
  life?: boolean | undefined
}

export interface Firefly<Events extends object = AnyEvents> extends Tracker<Events> {
  /** The address of a web page, with who is here in it. The page goes on as the same person. */
  handOver: (url: string) => string
  /** Resolves once identity and unsent events of before are there; until then ids are undefined. */
  ready: Promise<void>
}

const VERBS: readonly (keyof Omit<Firefly, 'ready'>)[] = [
  ...(['track', 'page', 'screen', 'identify', 'alias', 'group', 'reset', 'register', 'unregister'] as const),
  ...(['time', 'set', 'setOnce', 'increment', 'append', 'unset', 'use', 'stop', 'flush'] as const),
  ...(['optIn', 'optOut', 'consent', 'anonymousId', 'userId', 'sessionId', 'handOver'] as const),
]

/** Starts collecting. Never throws, and `ready` never rejects: what keeps it from starting is said on the console. */
export function init<Events extends object = AnyEvents>(options: ReactNativeOptions): Firefly<Events> {
  const { verbs, open } = waiting<Omit<Firefly, 'ready'> & Record<string, never>>(VERBS)
  const ready = start(options)
    .then((tracker) => open(tracker as never))
    .catch((error: unknown) => warn('not started', error))
  return { ...verbs, flush: async () => (await ready, verbs.flush()), ready }
}

async function start(options: ReactNativeOptions): Promise<Omit<Firefly, 'ready'>> {
  const { native, storage, network, app = {}, life: living = true } = Object(options) as ReactNativeOptions
  if (!native?.AppState) throw new TypeError('native: expected { AppState, Platform } of react-native')
  if (!storage?.getItem) throw new TypeError('storage: expected AsyncStorage')
  const prefix = `firefly-${options.writeKey}/`
  const failed = (error: unknown): void => options.onError?.({ kind: 'failed', where: 'storage', error })
  const state = await loadState(storage, `${prefix}state/`, failed)
  const spillway = await loadState(storage, `${prefix}last/`, failed)
  const platform = reactNativePlatform({ native, storage, network, app, prefix, state, spillway })
  const extensions = [...(living ? [life(app)] : []), ...(options.extensions ?? [])]
  const tracker = createTracker(platform, { ...options, extensions })
  const guard = guardWith((report) => platform.warn(report.kind, report), 'handOver')
  const handing = guard((url: string) => {
    const who = {
      anonymousId: tracker.anonymousId(),
      userId: tracker.userId(),
      sessionId: tracker.sessionId(),
    }
    return handOver(url, who, platform.now())
  })
  return { ...tracker, handOver: (url) => handing(url) ?? url }
}
