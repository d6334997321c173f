/**
 * gzip for large bodies, and only to the page's own origin: `content-encoding` makes the browser ask another origin
 * first, which costs a round trip, and cannot happen while a page is leaving.
 */

const WORTH_IT = 4_096

/** Undefined where the body is sent as it is. */
export function compressor(
  origin: string,
): ((url: string, body: string) => Promise<Blob> | undefined) | undefined {
  if (typeof CompressionStream === 'undefined') return undefined
  return (url, body) => (body.length >= WORTH_IT && url.startsWith(`${origin}/`) ? gzip(body) : undefined)
}

const gzip = (body: string): Promise<Blob> =>
  new Response(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))).blob()
