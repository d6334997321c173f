/** Asks the store for people by recency, frequency and worth. */
import { statement } from '@firefly/clickhouse/sql'
import type { RfmQuery, RfmResult } from '@firefly/protocol/query/rfm'
import { type Range, readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type BoundsRow, boundsSql, type RfmRow, rfmSql } from './sql.ts'

const NOBODY: BoundsRow = { users: 0, recency: [], frequency: [], monetary: [] }

export async function runRfm(query: RfmQuery, { project, zone, ask }: Asking): Promise<Analysed<RfmResult>> {
  const range = readRange(query.from, query.to, zone)
  const bounds = await boundsOf(query, range, { project, ask })
  const rows = bounds === NOBODY ? [] : await ask<RfmRow>(statement(rfmSql(query, range, project, bounds)))
  return { range, result: shapeRfm(bounds, rows) }
}

/** Where people are parted; nobody has no bounds. */
export async function boundsOf(
  query: RfmQuery,
  range: Range,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<BoundsRow> {
  const [found = NOBODY] = await ask<BoundsRow>(statement(boundsSql(query, range, project)))
  return Number(found.users) === 0 ? NOBODY : found
}

export const shapeRfm = (
  { users, recency, frequency, monetary }: BoundsRow,
  rows: readonly RfmRow[],
): RfmResult => ({
  users: Number(users),
  bounds: { recencySeconds: recency.map(elapsed), frequency, monetary },
  groups: rows.map((row) => ({
    recency: Number(row.r),
    frequency: Number(row.f),
    monetary: Number(row.m),
    users: Number(row.users),
    averageRecencySeconds: elapsed(row.recency),
    averageFrequency: row.frequency,
    averageMonetary: row.monetary,
  })),
})

/** What is longer ago is worth less, so it is reckoned below zero. */
const elapsed = (recency: number): number => 0 - recency
