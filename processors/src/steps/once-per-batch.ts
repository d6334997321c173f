/** Events of a batch share their context and their header: what follows from these two alone is worked out once for all of them. */
import type { Arrival } from '../arrival.ts'

type Shared = Pick<Arrival, 'context' | 'header'>

/** `work` may look at nothing else; its answer belongs to several events, so nobody may change it. */
export function oncePerBatch<Answer>(work: (of: Shared) => Answer): (of: Shared) => Answer {
  let before: { context: Shared['context']; header: Shared['header']; answer: Answer } | undefined
  return ({ context, header }) => {
    if (before?.context !== context || before.header !== header)
      before = { context, header, answer: work({ context, header }) }
    return before.answer
  }
}
