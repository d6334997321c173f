/** Batches that go another way than as they are over the network: encrypted, or through the app around the page. */
import type { Answer } from './platform.ts'

/** Takes a batch another way, or hands it on to `send`. One that rejects has not delivered; it may not take for ever. */
export type Carrier = (
  body: string,
  request: { leaving: boolean },
  send: (body: string) => Promise<Answer>,
) => Promise<Answer>
