/** Bytes an event takes on disk once its parts are merged, for real event logs. */
import { sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { eventBlock, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { openRecord } from '@firefly/processors/arrival'
import { openEventsPipeline } from '@firefly/processors/pipelines/events'
import { encodeRecord } from '@firefly/protocol/record'
import { uuidv7 } from 'uuidv7'
import { type Sent, setOf, setsBeside } from './real-sets.ts'
import { withStore } from './with-store.ts'

export interface OnDisk {
  set: string
  events: number
  bytesAnEvent: number
  /** The columns that take the most, bytes an event each. */
  columns: [string, number][]
}

/** Of the files named, or else of the logs that lie beside the project. */
export async function measureDisk(files: readonly string[] = []): Promise<OnDisk[]> {
  const measured: OnDisk[] = []
  for (const { set, events } of files.length > 0 ? files.map(setOf) : setsBeside()) {
    const rows = rowsOf(events)
    if (rows.length < events.length)
      console.error(`${set}: ${events.length - rows.length} events became no row`)
    measured.push(await withStore((store) => measureRows(store, set, rows)))
  }
  return measured
}

/** Every event on its way through the pipeline. */
function rowsOf(events: readonly Sent[]): EventRow[] {
  const pipeline = openEventsPipeline()
  return events.flatMap(({ event, userAgent = '' }, offset) => {
    const header = {
      project: 'p',
      batchId: 'b',
      receivedAt: Date.now(),
      events: 1,
      history: true as const,
      userAgent,
    }
    const body = { batch: [{ messageId: uuidv7(), ...event }] }
    const record = encodeRecord({ ...header, shape: 'batch' }, Buffer.from(JSON.stringify(body)))
    const opened = openRecord(record, 0, offset)
    return (opened.ok ? opened.arrivals : []).flatMap((arrival) => {
      const outcome = pipeline.run(arrival)
      return outcome.kind === 'ok' ? [outcome.value] : []
    })
  })
}

async function measureRows(store: Store, set: string, rows: readonly EventRow[]): Promise<OnDisk> {
  await store.insert({ table: 'events', columns: eventColumns, native: eventBlock(rows), token: set })
  await store.command('OPTIMIZE TABLE events FINAL')
  const { rows: parts } = await store.query<{ name: string; bytes: string }>(
    statement(sql`SELECT column AS name, sum(column_bytes_on_disk) AS bytes FROM system.parts_columns
      WHERE table = 'events' AND active GROUP BY column ORDER BY sum(column_bytes_on_disk) DESC`),
  )
  const { rows: whole } = await store.query<{ bytes: string }>(
    statement(sql`SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE table = 'events' AND active`),
  )
  const columns = parts.map(({ name, bytes }): [string, number] => [name, Number(bytes) / rows.length])
  return {
    set,
    events: rows.length,
    bytesAnEvent: Number(whole[0]?.bytes) / rows.length,
    // Of a small table the engine tells no sizes by column.
    columns: columns.filter(([, bytes]) => bytes > 0).slice(0, 5),
  }
}
