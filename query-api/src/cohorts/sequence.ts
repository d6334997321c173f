/** Who did things in an order, as SQL: whoever gets through a funnel of them. */
import type { Sql } from '@firefly/clickhouse/sql'
import { funnelSchema } from '@firefly/protocol/query/funnel'
import type { Sequence } from '@firefly/protocol/query/filters'
import { planFunnel } from '../analyses/funnel/plan.ts'
import { reachedSql } from '../analyses/funnel/sql.ts'
import type { CohortScope } from './membership.ts'
import { spanOf } from './time.ts'

const SECOND = 1_000

export function sequenceSql({ steps, window, ...when }: Sequence, scope: CohortScope): Sql {
  const { from, to } = spanOf(when, scope)
  const whole = { value: Math.ceil((to - from) / (86_400 * SECOND)), unit: 'day' as const }
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  // The filters of the steps are placed already, which the schema would not take.
  const plain = funnelSchema.parse({
    kind: 'funnel',
    ...range,
    steps: steps.map(({ event }) => ({ event })),
    window: window ?? whole,
  })
  const query = { ...plain, steps: plain.steps.map((step, at) => ({ ...step, filters: steps[at]?.filters })) }
  return reachedSql(planFunnel(query, scope.zone), scope.project, { step: steps.length, dropped: false })
}
