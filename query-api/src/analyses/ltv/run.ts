/** Lifetime value, asked as a retention of money: of everybody's first time, summed up from period to period. */
import type { LtvQuery, LtvResult } from '@firefly/protocol/query/ltv'
import type { RetentionQuery, RetentionResult } from '@firefly/protocol/query/retention'
import type { Analysed, Asking } from '../analysis.ts'
import { runRetention } from '../retention/run.ts'

export async function runLtv(query: LtvQuery, asking: Asking): Promise<Analysed<LtvResult>> {
  const { range, result } = await runRetention(asRetention(query), asking)
  return { range, result: shapeLtv(result) }
}

export function asRetention({ revenue, ...query }: LtvQuery): RetentionQuery {
  const sums = { ...revenue, math: 'sum' as const }
  const everybody = { mode: 'first_time' as const, counting: 'on' as const, minimumOccurrences: 1 }
  return { ...query, ...everybody, kind: 'retention', return: sums }
}

export const shapeLtv = ({ cohorts }: RetentionResult): LtvResult => ({
  cohorts: cohorts.map(({ start, size, values }) => {
    let sum = 0
    const revenue = values.map((value) => (sum += value))
    return { start, size, revenue, perUser: revenue.map((all) => (size === 0 ? 0 : all / size)) }
  }),
})
