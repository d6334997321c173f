/** Cookies on the widest domain that the browser lets this page write, so that sub-domains share them. */

export interface CookieJar {
  get(name: string): string | undefined
  set(name: string, value: string): void
  remove(name: string): void
}

/** What of `document` is used. */
export interface CookieDocument {
  cookie: string
}

const YEAR_SECONDS = 365 * 24 * 60 * 60

export function cookieJar(page: CookieDocument, host: string, secure: boolean, prefix: string): CookieJar {
  let domain: string | undefined
  const write = (name: string, value: string, seconds: number, on: string): void => {
    const scope = on === '' ? '' : `; domain=${on}`
    page.cookie = `${prefix}${name}=${encodeURIComponent(value)}; path=/; max-age=${seconds}; samesite=lax${scope}${secure ? '; secure' : ''}`
  }
  const get = (name: string): string | undefined => {
    const start = `${prefix}${name}=`
    const found = page.cookie.split('; ').find((pair) => pair.startsWith(start))
    return found === undefined ? undefined : decode(found.slice(start.length))
  }
  /** Tried from the widest: the browser refuses public suffixes by itself. */
  const widest = (): string =>
    candidates(host).find((candidate) => {
      write('probe', '1', 60, candidate)
      const sticks = get('probe') === '1'
      write('probe', '', 0, candidate)
      return sticks
    }) ?? ''
  const domainOf = (): string => (domain ??= widest())
  return {
    get,
    set: (name, value) => write(name, value, YEAR_SECONDS, domainOf()),
    remove: (name) => write(name, '', 0, domainOf()),
  }
}

/** `a.b.example.co` → `example.co`, `b.example.co`, `a.b.example.co`; none for addresses and single names. */
export function candidates(host: string): string[] {
  const labels = host.split('.')
  if (labels.length < 2 || /^[\d.]+$|:/.test(host)) return []
  return labels.slice(1).map((_, index) => labels.slice(-(index + 2)).join('.'))
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not written by us.
    return undefined
  }
}
