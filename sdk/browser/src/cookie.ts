/** Keeps some values in cookies too, on the widest domain this page may write, so that sub-domains share them. */
import type { State } from '@firefly/core/platform'
import { attempt } from './state.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The cookie wins, for another sub-domain may have written it. `page` is the document, `host` its host name. */
export function withCookies(
  state: State,
  page: { cookie: string },
  host: string,
  prefix: string,
  shared: readonly string[],
): State {
  const get = (name: string): string | undefined => {
    const start = `${prefix}${name}=`
    const found = page.cookie.split('; ').find((pair) => pair.startsWith(start))
    return found && attempt(() => decodeURIComponent(found.slice(start.length)))
  }
  const put = (name: string, value: string, seconds: number, on: string): void => {
    page.cookie = `${prefix}${name}=${encodeURIComponent(value)};path=/;max-age=${seconds};samesite=lax${on && `;domain=${on}`}`
  }
  /** On the widest domain where it sticks: the browser by itself refuses public suffixes. */
  const write = (name: string, value: string, seconds: number): void => {
    if (shared.includes(name))
      domainsOf(host).some((domain) => {
        put(name, value, seconds, domain)
        return (get(name) || '') === value
      })
  }
  return {
    ...state,
    get: (key) => (shared.includes(key) ? get(key) : undefined) ?? state.get(key),
    set(key, value) {
      write(key, value, YEAR_SECONDS)
      return state.set(key, value)
    },
    remove(key) {
      write(key, '', 0)
      state.remove(key)
    },
  }
}

/** `a.b.example.co` → `example.co`, `b.example.co`, `a.b.example.co`, and none; this alone for addresses and single names. */
export const domainsOf = (host: string): string[] =>
  host
    .split('.')
    .map((_, index, labels) => labels.slice(-1 - index).join('.'))
    .slice(1)
    .filter(() => /[a-z]/i.test(host))
    .concat('')
