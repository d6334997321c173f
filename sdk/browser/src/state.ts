/** Small values between visits, in localStorage; in memory where the browser keeps nothing. */
import type { State } from '@firefly/core/platform'

/** `localStorage`, or any object: what is kept is its own properties. */
export type WebStorage = Record<string, string>

/** What of it can be used: none where the browser forbids it, or cannot read it any more. */
export const readable = (open: () => Storage): WebStorage =>
  attempt(() => {
    const storage = open() as unknown as WebStorage
    return Object.keys(storage) && storage
  }) || {}

/** The keys that start with `prefix`, without it. */
export const stateIn = (storage: WebStorage, prefix: string): State => ({
  get: (key) => storage[prefix + key],
  // Throws where there is no more room.
  set: (key, value) => attempt(() => (storage[prefix + key] = value)) !== undefined,
  remove: (key) => void delete storage[prefix + key],
  keys: () =>
    Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length)),
})

/** Undefined where the browser is full or forbids: the same as having nothing there. */
export function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
