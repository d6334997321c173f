/** Appends what was set aside to the log again, once its cause is gone: ids that were stored meanwhile are dropped as duplicates. */
import { integer, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { EventLog } from '@firefly/event-log/port'
import { matching, type Which } from './list.ts'

export interface Replayed {
  records: number
  events: number
  /** Whether the log would take no more; what was replayed so far stays so. */
  overloaded: boolean
}

interface Kept {
  id: string
  record: string
  events: number
}

/**
 * Marks a record as replayed only after the log has it: cut off in between, it is replayed twice, which stores it once.
 * What cannot be read even now comes back into quarantine under a new name.
 */
export async function replayQuarantine(log: EventLog, store: Store, which: Which): Promise<Replayed> {
  const wanted = sql`
    SELECT toString(id) AS id, record, events FROM quarantine
    WHERE ${matching(which)}
    ORDER BY quarantine.log_partition, quarantine.log_offset, quarantine.id
    LIMIT ${integer(which.limit)}`
  const { rows } = await store.query<Kept>(statement(wanted))
  const replayed: Kept[] = []
  for (const row of rows) {
    if (!(await append(log, row))) break
    replayed.push(row)
  }
  await mark(store, replayed)
  const events = replayed.reduce((sum, row) => sum + row.events, 0)
  return { records: replayed.length, events, overloaded: replayed.length < rows.length }
}

async function append(log: EventLog, { id, record, events }: Kept): Promise<boolean> {
  const { outcome } = await log.append({ key: id, value: Buffer.from(record, 'base64'), events })
  return outcome === 'appended'
}

async function mark(store: Store, replayed: readonly Kept[]): Promise<void> {
  const [first, last] = [replayed[0], replayed.at(-1)]
  if (!first || !last) return
  const lines = Buffer.from(replayed.map(({ id }) => `["${id}"]\n`).join(''))
  const token = `replay:${first.id}-${last.id}:${replayed.length}`
  await store.insert({ table: 'quarantine_replays', columns: ['id'], lines, token })
}
