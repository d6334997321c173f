/** Which pages may send with a project's write key. */

/** A request without an origin comes from no page: a server, an app, a mini-program. */
export function allowsOrigin(origins: readonly string[] | undefined, origin: string | undefined): boolean {
  if (!origins || origin === undefined) return true
  const asked = origin.toLowerCase()
  return origins.some((allowed) => matches(allowed.toLowerCase(), asked))
}

/** `https://*.shop.example` is every name below it, not itself. */
function matches(allowed: string, origin: string): boolean {
  const [scheme = '', host = ''] = allowed.split('://*.')
  if (host === '') return allowed === origin
  return origin.startsWith(`${scheme}://`) && origin.slice(scheme.length + 3).endsWith(`.${host}`)
}
