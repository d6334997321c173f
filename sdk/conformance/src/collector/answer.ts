/** What a behaviour makes of a batch: which events are kept, and what is answered. Pure. */
import type { Behaviour } from './behaviour.ts'
import { nameOf, type Received } from './ledger.ts'

export interface Answer {
  keeps: readonly Received[]
  /** `cut` sends half of it; `none` nothing, for ever. */
  ends: 'whole' | 'cut' | 'none'
  status: number
  retryAfter?: string
  body: string
}

const json = (status: number, body: object): Pick<Answer, 'status' | 'body'> => ({
  status,
  body: JSON.stringify(body),
})
const refusal = (status: number): Pick<Answer, 'status' | 'body'> =>
  json(status, { code: `status_${status}`, message: 'the scenario wants it so' })

const accepted = (batch: readonly Received[], rejects: Record<string, string> = {}): Answer => {
  const rejected = batch.flatMap((event, index) => {
    const code = rejects[nameOf(event)]
    return code === undefined ? [] : [{ index, messageId: event.messageId, code, message: 'not this one' }]
  })
  const keeps = batch.filter((event) => rejects[nameOf(event)] === undefined)
  return { keeps, ends: 'whole', ...json(200, { accepted: keeps.length, rejected }) }
}

export function answerTo(batch: readonly Received[], behaviour: Behaviour): Answer {
  switch (behaviour.kind) {
    case 'accept':
      return accepted(batch, behaviour.rejects)
    case 'status': {
      const { status, retryAfter } = behaviour
      return { keeps: [], ends: 'whole', ...refusal(status), ...(retryAfter && { retryAfter }) }
    }
    case 'tooLarge':
      return batch.length > behaviour.most ? { keeps: [], ends: 'whole', ...refusal(413) } : accepted(batch)
    case 'portal':
      return { keeps: [], ends: 'whole', status: 200, body: '<!doctype html><title>Sign in</title>' }
    case 'cut':
      return { ...accepted(batch), keeps: behaviour.keeps ? batch : [], ends: 'cut' }
    case 'silence':
      return { ...accepted(batch), keeps: [], ends: 'none' }
  }
}
