/** What a page instance says of itself, in the words of each host. */

export interface PageInstance {
  route?: string
  __route__?: string
  is?: string
  options?: Record<string, unknown>
}

/** `/pages/index/index`; empty where nobody says. */
export function pathOf(page: unknown): string {
  const { route, __route__, is } = (page || {}) as PageInstance
  const path = route || __route__ || is || ''
  return path && `/${path.replace(/^\//, '')}`
}

/** `?a=1&b=2`, or empty. */
export function searchOf(query: Record<string, unknown> | undefined): string {
  const pairs = Object.keys(query || {}).map((name) => `${encode(name)}=${encode(query?.[name])}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

const encode = (value: unknown): string => encodeURIComponent(String(value))
