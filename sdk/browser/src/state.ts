/** Small values between visits: localStorage, with the identity in a cookie too so that sub-domains share it. */
import type { State } from '@firefly/core/platform'
import type { CookieJar } from './cookie.ts'

/** What of `localStorage` is used. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Keys start with `prefix`. Values stay in memory where the browser keeps nothing. */
export function webState(storage: WebStorage | undefined, prefix: string): State {
  if (!storage) return memoryState()
  return {
    get: (key) => attempt(() => storage.getItem(prefix + key)) ?? undefined,
    set: (key, value) =>
      attempt(() => {
        storage.setItem(prefix + key, value)
        return true
      }) ?? false,
    remove: (key) => void attempt(() => storage.removeItem(prefix + key)),
    keys: () => attempt(() => keysOf(storage, prefix)) ?? [],
  }
}

export function memoryState(): State {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => values.set(key, value).has(key),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  }
}

/** Keeps `shared` keys in cookies as well; the cookie wins, for another sub-domain may have written it. */
export function withCookies(state: State, jar: CookieJar, shared: readonly string[]): State {
  const isShared = (key: string): boolean => shared.includes(key)
  return {
    ...state,
    get: (key) => (isShared(key) ? jar.get(key) : undefined) ?? state.get(key),
    set(key, value) {
      if (isShared(key)) jar.set(key, value)
      return state.set(key, value)
    },
    remove(key) {
      if (isShared(key)) jar.remove(key)
      state.remove(key)
    },
  }
}

function keysOf(storage: WebStorage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
}

function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch {
    // Full, or forbidden by the browser's settings: the same as having no storage.
    return undefined
  }
}
