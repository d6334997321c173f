/** The `identities` table: who is whom, as events said it. One row a pair and kind, with the first and the last time it was said. */
import { linesOf } from '../lines.ts'
import type { Block } from '../store.ts'
import { clock } from './events.ts'

export const LINK_KINDS = ['identify', 'alias', 'unlink'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** `identify`: an anonymous id and its user id. `alias`: an id of before and its user id. `unlink`: two ids, whichever way they were linked. */
export interface Link {
  project: string
  kind: LinkKind
  from: string
  to: string
  /** Unix milliseconds at which it happened. */
  time: number
  /** Where it stands in the log, which orders what happened in one millisecond. */
  partition: number
  offset: number
  place: number
  messageId: string
}

/** One block, safe to insert again: the first and the last time of a pair are kept, however often it is told. */
export const linkBlock = (links: readonly Link[], token: string): Block => ({
  table: 'identities',
  columns: ['project', 'kind', 'from_id', 'to_id', 'said_first', 'said_last'],
  lines: linesOf(links.map(rowOf)),
  token,
})

function rowOf({ project, kind, from, to, ...said }: Link): unknown[] {
  const { partition: log_partition, offset: log_offset, place, messageId: message_id } = said
  const then = { time: clock(said.time), log_partition, log_offset, place, message_id }
  return [project, kind, from, to, then, then]
}
