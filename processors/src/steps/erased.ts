/** Whoever was erased stays erased: what arrives of them later is not stored, and their devices' ids leave others' events. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { idsIn } from '@firefly/protocol/ids'
import type { Arrival } from '../arrival.ts'
import { drop, ok } from '../outcome.ts'
import type { Step } from '../pipeline.ts'
import type { Rules } from '../rules.ts'

type Needs = Pick<Arrival, 'wire'> & Pick<EventRow, 'project' | 'user_id' | 'anonymous_id'>

export const refuseErased = <In extends Needs>(rules: Rules): Step<In, In> => ({
  name: 'erased',
  run(input) {
    const { isErased } = rules.of(input.project)
    const { user_id, anonymous_id, wire } = input
    // What names two ids, such as an alias, would join somebody to the person who is gone, or bring back their id.
    if (idsIn(wire).some(isErased)) return drop('erased')
    // Somebody else on a device of theirs: the event is kept, what leads to them is not.
    if (user_id && anonymous_id && isErased(anonymous_id)) input.anonymous_id = ''
    return ok(input)
  },
})
