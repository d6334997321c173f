/** Small values between visits, in localStorage; in memory where the browser keeps nothing. */
import { memoryState } from '@firefly/core/memory-state'
import type { State } from '@firefly/core/platform'

/** What of `localStorage` is used. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Keys start with `prefix`, so that several states share one storage. */
export function webState(storage: WebStorage | undefined, prefix: string): State {
  if (!storage) return memoryState()
  return {
    get: (key) => attempt(() => storage.getItem(prefix + key)) || undefined,
    set: (key, value) => attempt(() => storage.setItem(prefix + key, value) ?? true) === true,
    remove: (key) => attempt(() => storage.removeItem(prefix + key)),
    keys: () => attempt(() => keysOf(storage, prefix)) || [],
  }
}

function keysOf(storage: WebStorage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) || '')
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
}

/** Undefined where the browser is full or forbids: the same as having nothing there. */
export function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
