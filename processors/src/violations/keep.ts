/** Keeps what a range of the log departed from its plans, once, under the token of its range. */
import { linesOf } from '@firefly/clickhouse/lines'
import { type InsertOptions, insertPatiently } from '../insert.ts'
import type { Counted, Tally } from './tally.ts'

const COLUMNS = [
  'project',
  'day',
  'event',
  'property',
  'code',
  'consequence',
  'count',
  'first_seen',
  'last_seen',
  'message_id',
]

/** Rejects when `signal` aborts, or when the store refuses a line of ours, which is a mistake of ours. */
export async function keepViolations(tally: Tally, token: string, options: InsertOptions): Promise<void> {
  const rows = [...tally.lines()].map(rowOf)
  if (rows.length === 0) return
  const block = { table: 'plan_violations', columns: COLUMNS, lines: linesOf(rows), token }
  const refusal = await insertPatiently(block, options)
  if (refusal) throw refusal
}

const rowOf = ({ first, last, ...one }: Counted): unknown[] => {
  const [firstSeen, lastSeen] = [clock(first), clock(last)]
  const named = [one.project, lastSeen.slice(0, 10), one.event, one.property, one.code, one.consequence]
  return [...named, one.count, firstSeen, lastSeen, one.messageId]
}

const clock = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')
