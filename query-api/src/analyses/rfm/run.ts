/** Asks the store for people by recency, frequency and worth. */
import { statement } from '@firefly/clickhouse/sql'
import type { RfmQuery, RfmResult } from '@firefly/protocol/query/rfm'
import { readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type BoundsRow, boundsSql, type RfmRow, rfmSql } from './sql.ts'

const NOBODY: BoundsRow = { users: 0, recency: [], frequency: [], monetary: [] }

export async function runRfm(query: RfmQuery, { project, zone, ask }: Asking): Promise<Analysed<RfmResult>> {
  const range = readRange(query.from, query.to, zone)
  const [found = NOBODY] = await ask<BoundsRow>(statement(boundsSql(query, range, project)))
  const bounds = Number(found.users) === 0 ? NOBODY : found
  const rows = bounds === NOBODY ? [] : await ask<RfmRow>(statement(rfmSql(query, range, project, bounds)))
  return { range, result: shapeRfm(bounds, rows) }
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
