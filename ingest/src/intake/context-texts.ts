/** The texts that the schema knows in a context, beside `sessionId` and `platform`. */

/** In the context itself. */
export const TEXTS: ReadonlySet<string> = new Set(['locale', 'timezone', 'userAgent'])

/** Inside each part of it. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  page: ['url', 'path', 'title', 'referrer', 'search'],
  screen: ['name'],
  device: ['type', 'manufacturer', 'model'],
  os: ['name', 'version'],
  app: ['name', 'version'],
  network: ['carrier'],
  campaign: ['source', 'medium', 'name', 'term', 'content'],
  library: ['name', 'version'],
}
