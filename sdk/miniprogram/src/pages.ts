/** What a page instance says of itself, in the words of each host. */

export interface PageInstance {
  route?: string
  __route__?: string
  is?: string
  options?: Record<string, unknown>
}

/** `/pages/index/index`; empty where nobody says. */
export function pathOf(page: unknown): string {
  const { route, __route__, is } = Object(page) as PageInstance
  return (route || __route__ || is || '').replace(/^\/?(?=.)/, '/')
}

/** `?a=1&b=2`, or none. */
export const searchOf = (query: object): string =>
  Object.entries(query)
    .map((pair, index) => (index ? '&' : '?') + pair.map(encodeURIComponent).join('='))
    .join('')
