/** PostHog's libraries differ in whether a path ends with a slash. */

export const bothWays = (path: string): readonly [string, string] => [path, `${path}/`]

export const CAPTURE_PATHS: readonly string[] = [
  '/e',
  '/i/v0/e',
  '/capture',
  '/track',
  '/engage',
  '/batch',
].flatMap(bothWays)
export const ANALYTICS_PATHS: readonly string[] = bothWays('/i/v1/analytics/events')
