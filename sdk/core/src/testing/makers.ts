/** Makes the tracker that a file of tests is about: the same promises hold for several. */
import { createOnceTracker } from '../once/tracker.ts'
import type { OnceState } from '../once/state.ts'
import type { Platform, State } from '../platform.ts'
import { createTracker, type Tracker, type TrackerOptions } from '../tracker.ts'
import type { World } from './world.ts'

export type Make = (platform: Platform, options: TrackerOptions, world: World) => Tracker

/** A storage as hosts of mini-programs have it; `most` characters of a value is all it takes. */
export const onceStateIn = (state: State, most = Number.POSITIVE_INFINITY): OnceState => ({
  get: state.get,
  keys: state.keys,
  set(key, value) {
    if (!value) state.remove(key)
    return value.length <= most && (!value || state.set(key, value))
  },
})

export const whole: Make = (platform, options) => createTracker(platform, options)

/** That of a program that runs once. */
export const once: Make = (platform, options, { spillway }) =>
  createOnceTracker(
    {
      ...platform,
      context: { ...platform.context, ...platform.late?.() },
      state: onceStateIn(platform.state),
      unsent: onceStateIn(spillway),
    },
    options,
  )

let made = whole

/** From here on tests try another one. */
export const playWith = (make: Make): void => {
  made = make
}

export const makeTracker: Make = (...given) => made(...given)
