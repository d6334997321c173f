/** Batches that go another way than as they are over the network: encrypted, or through the app around the page. */
import type { Answer, Platform } from './platform.ts'

/** Takes a batch another way, or hands it on to `send`. */
export type Carrier = (
  body: string,
  request: { leaving: boolean },
  send: (body: string) => Promise<Answer>,
) => Promise<Answer>

/** A carrier has work of its own beside the request. */
const CARRIER_MS = 60_000

/** One that throws or takes for ever has not delivered: tried again, as after a network error. */
export const patiently = (answer: Promise<Answer>, after: Platform['after']): Promise<Answer> =>
  new Promise((resolve) => {
    const fail = (): void => resolve({ status: 0 })
    const cancel = after(CARRIER_MS, fail)
    answer.then(resolve, fail).then(cancel, cancel)
  })
