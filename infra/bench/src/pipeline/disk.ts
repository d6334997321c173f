/** Bytes an event takes on disk once its parts are merged, for real event logs that lie beside the project. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { eventBlock, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { openRecord } from '@firefly/processors/arrival'
import { openEventsPipeline } from '@firefly/processors/pipelines/events'
import { encodeRecord } from '@firefly/protocol/record'
import { uuidv7 } from 'uuidv7'
import { withStore } from './with-store.ts'

export interface OnDisk {
  set: string
  events: number
  bytesAnEvent: number
  /** The columns that take the most, bytes an event each. */
  columns: [string, number][]
}

const DATA = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

interface RealSet {
  set: string
  file: string
  /** One line of the file as an event, without its id. */
  event: (cells: string[]) => object
  header?: (cells: string[]) => { ip?: string; userAgent?: string }
}

const SETS: readonly RealSet[] = [
  {
    set: 'moodle-edify',
    file: 'moodle-edify/events.csv.gz',
    event: ([, userId, timestamp, event, component, context, id, module, origin]) => ({
      type: 'track',
      event,
      userId,
      timestamp,
      properties: { component, context, id, module, origin },
    }),
  },
  {
    set: 'msnbc',
    file: 'msnbc/events-first-50000-users.csv.gz',
    event: ([userId, seq, page]) => ({
      type: 'page',
      userId,
      timestamp: new Date(Date.UTC(1999, 8, 28, 7) + Number(seq) * 1000).toISOString(),
      properties: { path: `/${page}` },
    }),
  },
  {
    set: 'weblog-semicomplete',
    file: 'weblog-semicomplete/requests.csv.gz',
    event: ([, anonymousId, timestamp, method, path, status, bytes, referrer]) => ({
      type: 'page',
      anonymousId,
      timestamp,
      properties: { url: `http://www.semicomplete.com${path}`, referrer, method, status, bytes },
    }),
    header: (cells) => ({ userAgent: cells[8] ?? '' }),
  },
]

/** Empty, with a line that says so, where the data is not there. */
export async function measureDisk(): Promise<OnDisk[]> {
  if (!existsSync(DATA)) {
    console.error(`NOT RUN: bytes on disk — there is no folder of real event logs at ${DATA}`)
    return []
  }
  const measured: OnDisk[] = []
  for (const set of SETS) measured.push(await measureSet(set))
  return measured
}

async function measureSet(real: RealSet): Promise<OnDisk> {
  const rows = rowsOf(real)
  return withStore((store) => measureRows(store, real.set, rows))
}

/** Every line of the file on its way through the pipeline. */
function rowsOf({ file, event, header }: RealSet): EventRow[] {
  const pipeline = openEventsPipeline()
  const lines = gunzipSync(readFileSync(join(DATA, file)))
    .toString('utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
  return lines.flatMap((line, offset) => {
    const cells = cellsOf(line)
    const body = { batch: [{ ...event(cells), messageId: uuidv7() }] }
    const record = encodeRecord(
      {
        project: 'p',
        batchId: 'b',
        receivedAt: Date.now(),
        shape: 'batch',
        events: 1,
        history: true,
        ...header?.(cells),
      },
      Buffer.from(JSON.stringify(body)),
    )
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

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
