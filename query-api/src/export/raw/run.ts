/** Events in the order of time, as many at once as fit in memory, for as long as somebody reads. */
import { sql, type Statement, statement } from '@firefly/clickhouse/sql'
import { exportSchema, type ExportQuery } from '@firefly/protocol/query/export'
import type { Asker } from '../../asker.ts'
import { QueryError } from '../../errors.ts'
import { parsed } from '../../parse.ts'
import { readRange } from '../../range.ts'
import { pageRows } from './page.ts'
import { type Slice, slicesOf } from './slices.ts'
import {
  allSql,
  type CountRow,
  countsSql,
  type Cursor,
  type Exporting,
  pageSql,
  type PageRow,
  storedSql,
} from './sql.ts'
import { inPiece, type Stored, storedPieces } from './stored.ts'

/**
 * Rows in memory at once, by what they are. In the order of time a day is read about once for every so many of its events, since they are
 * stored by name.
 */
const MOST_ROWS: Record<Exporting['as'], number> = { csv: 100_000, ndjson: 75_000, cells: 50_000 }
const MAX_DAYS = 3_660
const DAY = 86_400_000

/** Throws a 400 that names each wrong field. */
export const parseExport = (body: unknown): ExportQuery => parsed(exportSchema, body)

/** Where rows come from: what is counted, and pages of what is wanted. */
export interface Source<Row> {
  ask: Asker['ask']
  page: (select: Statement) => Promise<PageRow<Row>[]>
}

/** Lines as the engine makes them. */
export const linesFrom = ({ ask, read }: Pick<Asker, 'ask' | 'read'>): Source<Uint8Array> => ({
  ask,
  page: async (select) => pageRows(await read(select)),
})

/** Every row in the order that is asked for, in pages. Throws before the first one when the range cannot be exported. */
export function exportPages<Row>(
  exporting: Exporting,
  source: Source<Row>,
  most = MOST_ROWS[exporting.as],
): AsyncGenerator<readonly Row[]> {
  const { query, zone } = exporting
  const range = readRange(query.from, query.to, zone)
  if (range.to - range.from > MAX_DAYS * DAY)
    throw new QueryError('unsupported_query', 'the range is too long for one export', [
      { path: 'to', message: `expected at most ${MAX_DAYS} days after from` },
    ])
  return pagesOf(exporting, range, source, most)
}

/** Every row of a range of any length. */
export async function* pagesOf<Row>(
  exporting: Exporting,
  range: Slice,
  source: Source<Row>,
  most = MOST_ROWS[exporting.as],
): AsyncGenerator<readonly Row[]> {
  const pages =
    exporting.query.order === 'any'
      ? pagesAsStored<Row>(exporting, range, source, most)
      : pagesOverTime<Row>(exporting, range, source, most)
  let left = exporting.query.limit ?? Number.POSITIVE_INFINITY
  for await (const page of pages) {
    yield page.slice(0, left).map(({ row }) => row)
    left -= page.length
    if (left <= 0) return
  }
}

async function* pagesOverTime<Row>(
  exporting: Exporting,
  range: Slice,
  source: Source<Row>,
  most: number,
): AsyncGenerator<PageRow<Row>[]> {
  const count = async (within: Slice, width: number): Promise<Map<number, number>> => {
    const rows = await source.ask<CountRow>(statement(countsSql(exporting, within, width)))
    return new Map(rows.map(({ start, events }) => [Number(start), Number(events)]))
  }
  for await (const slice of slicesOf(range, most, count)) yield* pagesIn<Row>(exporting, slice, source, most)
}

async function* pagesAsStored<Row>(
  exporting: Exporting,
  range: Slice,
  source: Source<Row>,
  most: number,
): AsyncGenerator<PageRow<Row>[]> {
  const count = async (within: Slice): Promise<Stored[]> => {
    const rows = await source.ask<CountRow & { name: string }>(statement(storedSql(exporting, within)))
    return rows.map(({ name, start, events }) => ({ name, start: Number(start), events: Number(events) }))
  }
  for await (const { within, piece } of storedPieces(range, most, count)) {
    const own = sql`${exporting.whose ?? sql`1`} AND ${inPiece(piece)}`
    yield* pagesIn<Row>({ ...exporting, whose: own }, within, source, most)
  }
}

/** What fits is put in order here, which costs a tenth of what the engine takes for whole rows. */
async function* pagesIn<Row>(
  exporting: Exporting,
  slice: Slice,
  source: Source<Row>,
  most: number,
): AsyncGenerator<PageRow<Row>[]> {
  const all = await source.page(statement(allSql(exporting, slice, most + 1)))
  if (all.length <= most) yield all.toSorted(inOrder)
  else yield* pagesInOrder(exporting, slice, source, most)
}

/** Of an instant by the bytes of their ids, as the engine does it. */
const inOrder = (a: Cursor, b: Cursor): number =>
  a.at - b.at || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))

async function* pagesInOrder<Row>(
  exporting: Exporting,
  slice: Slice,
  source: Source<Row>,
  most: number,
): AsyncGenerator<PageRow<Row>[]> {
  let after: Cursor | undefined
  for (;;) {
    const rows: PageRow<Row>[] = await source.page(statement(pageSql(exporting, slice, most, after)))
    yield rows
    if (rows.length < most) return
    after = rows.at(-1)
  }
}
