/** Asks the store what goes with converting. */
import { statement } from '@firefly/clickhouse/sql'
import type { CorrelationQuery, CorrelationResult } from '@firefly/protocol/query/correlation'
import { funnelSchema } from '@firefly/protocol/query/funnel'
import type { Analysed, Asking } from '../analysis.ts'
import { type FunnelPlan, planFunnel } from '../funnel/plan.ts'
import { type CorrelationRow, correlationSql } from './sql.ts'

export async function runCorrelation(
  query: CorrelationQuery,
  { project, zone, ask }: Asking,
): Promise<Analysed<CorrelationResult>> {
  const plan = planCorrelation(query, zone)
  const rows = await ask<CorrelationRow>(statement(correlationSql(plan, query, project)))
  return { range: plan.range, result: shapeCorrelation(query, rows) }
}

/** The filters are placed already, which the schema would not take. */
export function planCorrelation(
  { from, to, steps, window, filters }: CorrelationQuery,
  zone: string,
): FunnelPlan {
  const plain = funnelSchema.parse({
    kind: 'funnel',
    from,
    to,
    window,
    steps: steps.map(({ event }) => ({ event })),
  })
  const own = plain.steps.map((step, at) => ({ ...step, filters: steps[at]?.filters }))
  return planFunnel({ ...plain, filters, steps: own }, zone)
}

export function shapeCorrelation(
  { limit }: Pick<CorrelationQuery, 'limit'>,
  rows: readonly CorrelationRow[],
): CorrelationResult {
  const all = rows.find(({ property, value }) => property === '' && value === '')
  const [converted, dropped] = [Number(all?.converted ?? 0), Number(all?.dropped ?? 0)]
  const correlations = rows
    .filter((row) => row !== all)
    .map(({ property, value, ...row }) => {
      const own = { converted: Number(row.converted), dropped: Number(row.dropped) }
      return { property: property || null, value, ...own, ...oddsOf(own, { converted, dropped }) }
    })
    .toSorted((a, b) => strength(b) - strength(a) || (a.value < b.value ? -1 : 1))
  return { converted, dropped, correlations: correlations.slice(0, limit) }
}

const strength = ({ oddsRatio }: { oddsRatio: number }): number => Math.abs(Math.log(oddsRatio))

interface Counts {
  converted: number
  dropped: number
}
/** Of a normal distribution. */
const CONFIDENT = 1.96

/**
 * Odds of converting with it beside those without it. Each of the four counts is one more than seen, so that none is
 * nothing; the interval is Woolf's (B. Woolf, On estimating the relation between blood group and disease, 1955).
 */
function oddsOf(own: Counts, all: Counts): { oddsRatio: number; low: number; high: number } {
  const [a, b] = [own.converted + 1, own.dropped + 1]
  const [c, d] = [all.converted - own.converted + 1, all.dropped - own.dropped + 1]
  const logOdds = Math.log((a * d) / (b * c))
  const spread = CONFIDENT * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
  return { oddsRatio: (a * d) / (b * c), low: Math.exp(logOdds - spread), high: Math.exp(logOdds + spread) }
}
