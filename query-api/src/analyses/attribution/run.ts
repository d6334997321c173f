/** Asks the store what conversions are owed to. */
import { statement } from '@firefly/clickhouse/sql'
import type { AttributionQuery, AttributionResult } from '@firefly/protocol/query/attribution'
import { readRange } from '../../range.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { type AttributionRow, attributionSql } from './sql.ts'

export async function runAttribution(
  query: AttributionQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<AttributionResult>> {
  const range = readRange(query.from, query.to, zone)
  const rows = await ask<AttributionRow>(statement(attributionSql(query, range, project)))
  return { range, result: shapeAttribution(rows) }
}

export function shapeAttribution(rows: readonly AttributionRow[]): AttributionResult {
  const owed = (list: AttributionRow['list']): AttributionResult['total'] => {
    const row = rows.find((one) => one.list === list)
    return { conversions: row?.conversions ?? 0, value: row?.worth ?? 0 }
  }
  return {
    total: owed('all'),
    unattributed: owed('none'),
    groups: rows
      .filter(({ list }) => list === 'group')
      .map(({ grp, touches, conversions, worth }) => ({
        value: grp === '' ? null : grp,
        touches: Number(touches),
        conversions,
        worth,
      })),
  }
}
