/** Reads what the store holds in the end, row by row, for the checker. */
import { openStore } from '@firefly/clickhouse/open'
import { sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { decodeRecord } from '@firefly/protocol/record'
import type { StoredRow } from './check.ts'
import type { World } from './world.ts'

export interface Found {
  stored: StoredRow[]
  quarantined: number[]
}

const COLUMNS = 5
const ROWS = sql`
  SELECT toUInt64OrZero(splitByChar('-', message_id)[-1]),
         reinterpretAsUInt64(substring(MD5(properties['body']), 1, 8)),
         toUInt64(log_offset),
         toUInt64(project = 'default' AND event = 'Chaos'),
         toUInt64(dateDiff('millisecond', time, received_at) = toInt64OrZero(properties['ago']))
  FROM events`

export async function collect(world: World): Promise<Found> {
  const { url, close } = await world.readStore()
  const store = await openStore(url)
  try {
    return { stored: await storedIn(store), quarantined: await quarantinedIn(store) }
  } finally {
    await store.close()
    await close()
  }
}

async function storedIn(store: Store): Promise<StoredRow[]> {
  const rows: StoredRow[] = []
  await store.scan(ROWS, COLUMNS, (numbers) => {
    for (let at = 0; at < numbers.length; at += COLUMNS) {
      const [n = 0n, hash = 0n, place = 0n, ours = 0n, onTime = 0n] = numbers.subarray(at, at + COLUMNS)
      rows.push({ n: Number(n), hash, place: Number(place), ours: ours === 1n, onTime: onTime === 1n })
    }
  })
  return rows
}

async function quarantinedIn(store: Store): Promise<number[]> {
  const { rows } = await store.query<{ record: string }>(statement(sql`SELECT record FROM quarantine`))
  return rows.flatMap(({ record }) => numbersIn(Buffer.from(record, 'base64')))
}

function numbersIn(record: Uint8Array): number[] {
  const decoded = decodeRecord(record)
  if (!decoded.ok) return []
  const { batch } = JSON.parse(Buffer.from(decoded.body).toString()) as { batch: { messageId: string }[] }
  return batch.map(({ messageId }) => Number(messageId.split('-').at(-1)))
}
