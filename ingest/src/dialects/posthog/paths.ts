/** Where PostHog's libraries send to. */
import { bothWays } from '../../routes/both-ways.ts'

export const CAPTURE_PATHS: readonly string[] = [
  '/e',
  '/i/v0/e',
  '/capture',
  '/track',
  '/engage',
  '/batch',
].flatMap(bothWays)
export const ANALYTICS_PATHS: readonly string[] = bothWays('/i/v1/analytics/events')
