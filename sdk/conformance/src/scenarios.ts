/** All scenarios, in the order in which they are worth reading. */
import type { Scenario } from './scenario.ts'
import { delivery } from './scenarios/delivery.ts'
import { people } from './scenarios/people.ts'
import { tabs } from './scenarios/tabs.ts'
import { verbs } from './scenarios/verbs.ts'
import { visits } from './scenarios/visits.ts'

export const SCENARIOS: readonly Scenario[] = [...verbs, ...delivery, ...visits, ...tabs, ...people]
