/**
 * gzip for large bodies, and only to the page's own origin: `content-encoding` makes the browser ask another origin
 * first (a preflight), which costs a round trip, and fails where a proxy in between does not know the header.
 */

const WORTH_IT = 8_192

/** Undefined where the body is better sent as it is. */
export async function gzipped(url: string, body: string): Promise<Blob | undefined> {
  if (body.length < WORTH_IT || !url.startsWith(`${location.origin}/`) || !globalThis.CompressionStream)
    return undefined
  return zip(body).blob()
}

/** Undefined where the browser cannot. */
export const gzip = async (body: string): Promise<Uint8Array | undefined> =>
  globalThis.CompressionStream && new Uint8Array(await zip(body).arrayBuffer())

const zip = (body: string): Response =>
  new Response(new Blob([body]).stream().pipeThrough(new CompressionStream('gzip')))
