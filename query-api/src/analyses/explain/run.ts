/** Asks the store for every group now and before, and tells which of them changed the most. */
import { statement } from '@firefly/clickhouse/sql'
import type { ExplainQuery, ExplainResult } from '@firefly/protocol/query/explain'
import { QueryError } from '../../errors.ts'
import { MEASURES } from '../../measures.ts'
import { rangeBefore, type Range, readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type ExplainRow, groupsSql } from './sql.ts'

export async function runExplain(
  query: ExplainQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<ExplainResult>> {
  const { range, before } = planExplain(query, zone)
  const now = await ask<ExplainRow>(statement(groupsSql(query, range, project)))
  const then = await ask<ExplainRow>(statement(groupsSql(query, before, project)))
  return { range, result: shapeExplain(query, before, now, then) }
}

/** Throws a 400 that names the field when it cannot be measured. */
export function planExplain(
  { from, to, compareTo, series: { math, property } }: ExplainQuery,
  zone: string,
): { range: Range; before: Range } {
  if (MEASURES[math].needsProperty && property === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'series.property', message: `expected a property, as math is ${math}` },
    ])
  const range = readRange(from, to, zone)
  const before = compareTo ? readRange(compareTo.from, compareTo.to, zone) : rangeBefore(from, to, range)
  return { range, before }
}

function shapeExplain(
  { limit }: Pick<ExplainQuery, 'limit'>,
  { from, to }: Range,
  now: readonly ExplainRow[],
  before: readonly ExplainRow[],
): ExplainResult {
  const [here, there] = [valuesOf(now), valuesOf(before)]
  const changeOf = (key: string): Pick<ExplainResult, 'now' | 'before' | 'change'> => {
    const [one, other] = [here.get(key) ?? 0, there.get(key) ?? 0]
    return { now: one, before: other, change: one - other }
  }
  const whole = changeOf(keyOf({ property: '', grp: '' }))
  const groups = [...new Map([...now, ...before].map((row) => [keyOf(row), row]))]
    .filter(([, { property }]) => property !== '')
    .map(([key, { property, grp }]) => {
      const own = changeOf(key)
      const share = whole.change === 0 ? null : own.change / whole.change
      return { property, value: grp === '' ? null : grp, ...own, share }
    })
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || (nameOf(a) < nameOf(b) ? -1 : 1))
  const comparedTo = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  return { ...whole, comparedTo, groups: groups.slice(0, limit) }
}

const keyOf = ({ property, grp }: Pick<ExplainRow, 'property' | 'grp'>): string => `${property}\n${grp}`
const nameOf = ({ property, value }: { property: string; value: string | null }): string =>
  `${property}\n${value ?? ''}`
const valuesOf = (rows: readonly ExplainRow[]): Map<string, number> =>
  new Map(rows.map((row) => [keyOf(row), Number(row.value)]))
