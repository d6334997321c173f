/** Small values between visits, in localStorage; in memory where the browser keeps nothing. */
import { memoryState } from '@firefly/core/memory-state'
import type { State } from '@firefly/core/platform'

/** What of `localStorage` is used; its own keys are those of what it holds. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const webState = (storage: WebStorage | undefined): State =>
  storage
    ? {
        get: (key) => attempt(() => storage.getItem(key)) || undefined,
        set: (key, value) => attempt(() => storage.setItem(key, value) ?? true) === true,
        remove: (key) => attempt(() => storage.removeItem(key)),
        keys: () => attempt(() => Object.keys(storage)) || [],
      }
    : memoryState()

/** Undefined where the browser is full or forbids: the same as having nothing there. */
export function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
