/** What a group still has to do. Brokers count records; events are counted by looking at the waiting records themselves. */
import { addLag, NO_LAG } from '../lag.ts'
import type { Lag } from '../port.ts'
import type { Positions } from './positions.ts'
import { whileSettling } from './settling.ts'
import type { Connection } from './connection.ts'

/** Beyond so many bytes a partition's events are told from the mean of those looked at. */
const LOOK_BYTES = 1024 * 1024

export async function lagOf(group: string, positions: Positions, connection: Connection): Promise<Lag> {
  const [committed, ends] = await Promise.all([positions.read(group), positions.ends()])
  const each = [...ends].map(([partition, { low, head }]) => {
    const from = Math.max(low, committed.get(partition)?.offset ?? 0)
    return head > from ? waiting(connection, partition, from) : Promise.resolve(NO_LAG)
  })
  return (await Promise.all(each)).reduce(addLag, NO_LAG)
}

async function waiting(connection: Connection, partition: number, from: number): Promise<Lag> {
  const { records, head } = await whileSettling(() =>
    connection.pull({ partition, from, maxBytes: LOOK_BYTES, waitMs: 100 }),
  )
  const [oldest] = records
  if (!oldest) return NO_LAG
  const counted = records.reduce((sum, { events }) => sum + events, 0)
  const events = Math.round((counted / records.length) * (head - from))
  return { records: head - from, events, oldestAt: oldest.appendedAt }
}
