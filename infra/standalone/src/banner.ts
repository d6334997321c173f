/** What `npm start` prints: where to look, what to paste, and one line that sends the first event. */
import { snippet } from '@firefly/browser/snippet'
import type { StandaloneConfig } from './config.ts'
import type { Keys } from './keys/first.ts'

export function banner(url: string, { writeKey, secretKey }: Keys): string {
  const event = '{"batch":[{"type":"track","event":"Hello","anonymousId":"me"}]}'
  return `
Firefly is running.

  Console      ${url}/console/#key=${secretKey}
  Demo shop    ${url}/demo/   (open it, and watch the events arrive in the console)
  Write key    ${writeKey}   (public: goes into your pages and apps)
  Secret key   ${secretKey}   (private: asks questions and imports history)

  Paste into your pages:
    ${snippet({ host: url, writeKey }).split('\n').join('\n    ')}

  Or send one event now:
    curl -u ${writeKey}: -H 'content-type: application/json' -d '${event}' ${url}/v1/batch

  Ctrl-C stops it; nothing that was accepted is lost.
`
}

/** What one process of several prints. */
export const roleBanner = (
  url: string,
  { roles, workers }: Pick<StandaloneConfig, 'roles' | 'workers'>,
): string => `
Firefly is running here as ${[...roles].join(', ')}${workers > 1 ? ` in ${workers} processes` : ''}, at ${url}. Ctrl-C stops it; nothing that was accepted is lost.
`
