/** Compares each event with its project's tracking plan, as it was sent: the plan's mode says what follows. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { type Consequence, consequenceOf, wordOf } from '@firefly/protocol/plan/consequence'
import { type Violation, violationsOf } from '@firefly/protocol/plan/violations'
import type { Arrival } from '../arrival.ts'
import { ok, quarantine } from '../outcome.ts'
import type { Step } from '../pipeline.ts'
import type { Rules } from '../rules.ts'

/** What an event remembers of the comparison; only there when it departs from the plan. */
export interface Judged extends Named {
  violations: readonly Violation[]
  consequence: Consequence
}
type Named = Pick<EventRow, 'project' | 'event' | 'message_id'> & Pick<Arrival, 'header'>
type Needs = Pick<Arrival, 'wire'> & Named & Pick<EventRow, 'properties'>

const MOST_NAMED = 20

export const followPlan = <In extends Needs>(rules: Rules): Step<In, In> => ({
  name: 'plan',
  run(input) {
    const { plan } = rules.of(input.project)
    const violations = violationsOf({ event: input.event, properties: sentIn(input.wire) }, plan)
    if (violations.length === 0) return ok(input)
    const consequence = consequenceOf(input.event, violations, plan)
    Object.assign(input, { violations, consequence })
    const words = violations.slice(0, MOST_NAMED).map(wordOf)
    if (consequence === 'quarantine') return quarantine('plan_violated', words.join(', '))
    if (consequence === 'flag') input.properties['$violations'] = JSON.stringify(words)
    return ok(input)
  },
})

/** Values with their types, which the row no longer has. */
function sentIn({ properties, traits }: Arrival['wire']): Record<string, unknown> {
  if (!traits) return properties ?? {}
  return properties ? { ...traits, ...properties } : traits
}
