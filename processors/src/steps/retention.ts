/** What is older than its project keeps is not stored: else it would only be taken out again. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { drop, ok } from '../outcome.ts'
import type { Step } from '../pipeline.ts'
import type { Rules } from '../rules.ts'

export const refuseOver = <In extends Pick<EventRow, 'project' | 'time'>>(rules: Rules): Step<In, In> => ({
  name: 'retention',
  run(input) {
    const since = rules.of(input.project).keptSince?.()
    return since !== undefined && input.time < since ? drop('expired') : ok(input)
  },
})
