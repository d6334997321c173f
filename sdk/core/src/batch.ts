/** Writes the body of a batch, saying once what the contexts of its events have in common. */
import type { Context } from './context.ts'
import { objectIn } from './json.ts'
import type { Row } from './row.ts'

/** How the JSON of an event ends whose own context this is. */
export const tailOf = (own: string): string => `,"context":${own}}`

/** The JSON of an event and of its context in one. */
export const withContext = (json: string, own: string): string => json.slice(0, -1) + tailOf(own)

/**
 * The body of `POST /v1/batch`; a batch is never empty, and its rows are of one base. `late`: context that was found out
 * after the events were written; rows that share no base have theirs whole.
 */
export function bodyOf(batch: readonly Row[], writeKey: string, at: number, late?: () => Context): string {
  const { own = '', base } = batch[0] as Row
  const isShared = own && batch.every((row) => row.own === own)
  const context = {
    ...(base && { ...late?.(), ...objectIn(base) }),
    ...(isShared && objectIn(own)),
  }
  const frame = JSON.stringify({ writeKey, sentAt: new Date(at), context, batch: 0 })
  const texts = batch.map(({ text }) => (isShared ? `${text.slice(0, -tailOf(own).length)}}` : text))
  return `${frame.slice(0, -2)}[${texts.join()}]}`
}
