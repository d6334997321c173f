/**
 * What a person did, as moves: in the instant `at`, a chain that stands at step `came` can go on to `step`.
 * A move is one number (instant, rank, came) so that sorting numbers sorts moves; instants count from 1 at the range's begin.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { allOf } from '../../filters.ts'
import { EVENTS, PERSON } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { FunnelPlan } from './plan.ts'

/** Bits of the rank and of `came`: a funnel has at most 20 steps. */
const STEP_BITS = integer(5)
const STEP_MASK = integer(31)
const MOVE_BITS = integer(10)
/** Bits of a set of steps. */
const SET_BITS = integer(20)
const SET_MASK = integer(2 ** 20 - 1)

/** One row a person: the arrays `at`, `step` and `came`, in the order in which the moves are to be taken. */
export const movesPerPerson = (plan: FunnelPlan, project: string): Sql => sql`
      SELECT
        arrayMap(move -> bitShiftRight(move, ${MOVE_BITS}), moves) AS at,
        arrayMap(move -> ${stepOf(plan)}, moves) AS step,
        arrayMap(move -> bitAnd(move, ${STEP_MASK}), moves) AS came
      FROM (${plan.stride === 1 ? movesOfOneStepEvents(plan, project) : movesOfAnyEvents(plan, project)})`

/**
 * Steps with different events: an event can only ever be one step. The steps of one instant are taken from the first to
 * the last, so that each goes on from the one before.
 */
const movesOfOneStepEvents = (plan: FunnelPlan, project: string): Sql => sql`
        SELECT arraySort(groupArray(
          bitShiftLeft(at, ${MOVE_BITS}) + bitShiftLeft(toUInt64(step), ${STEP_BITS}) + step - 1)) AS moves
        FROM (
          SELECT ${PERSON} AS person, ${instant(plan)} AS at, multiIf(${join(conditions(plan).map(numbered), ', ')}, 0) AS step
          FROM ${EVENTS}
          WHERE ${stepEvents(plan, project)} AND step != 0
        )
        GROUP BY person`
const numbered = (condition: Sql, index: number): Sql => sql`${condition}, ${integer(index + 1)}`

/**
 * Steps that may share events: the events of an instant are weighed together. They are taken from the last step to the
 * first, so that no chain goes on from where another one got in the same instant. More copies of an event than there are
 * steps change nothing. Weighing takes memory for every person at hand, so people come in small blocks.
 */
const movesOfAnyEvents = (plan: FunnelPlan, project: string): Sql => sql`
        SELECT arraySort(arrayFlatten(arrayConcat(
          arrayMap(run -> ${movesOfOne}, arrayFilter(run -> length(run) = 1, runs)),
          arrayMap((run, scarce) -> ${movesOfMany(plan)}, crowds, arrayMap(run -> ${scarceSets(plan)}, crowds))))) AS moves
        FROM (
          SELECT arrayFilter(run -> length(run) > 1, runs) AS crowds,
            arraySplit((event, before) -> bitShiftRight(event, ${SET_BITS}) != bitShiftRight(before, ${SET_BITS}),
              kept, arrayShiftRight(kept, 1)) AS runs
          FROM (
            SELECT arraySort(groupArray(bitShiftLeft(at, ${SET_BITS}) + steps)) AS sorted,
              arrayFilter((event, copy) -> event != copy,
                sorted, arrayShiftRight(sorted, ${integer(plan.steps.length)})) AS kept
            FROM (
              SELECT ${PERSON} AS person, ${instant(plan)} AS at, ${join(conditions(plan).map(asBit), ' + ')} AS steps
              FROM ${EVENTS}
              WHERE ${stepEvents(plan, project)} AND steps != 0
            )
            GROUP BY person SETTINGS max_block_size = 1024
          )
        )`
const asBit = (condition: Sql, index: number): Sql =>
  sql`bitShiftLeft(toUInt64(${condition}), ${integer(index)})`

/** An event alone goes on by one step, to any of those it satisfies. */
const movesOfOne: Sql = sql`arrayMap(
            bit -> ${packed(sql`run[1]`, sql`(30 - bit)`, sql`bit`)},
            bitPositionsToArray(bitAnd(run[1], ${SET_MASK})))`

/**
 * Sets of steps for which the instant has too few events: by Hall's condition for a matching (P. Hall, 1935) a chain can
 * take exactly those runs of steps in it that contain no such set whole.
 */
const scarceSets = ({ rivals }: FunnelPlan): Sql => sql`arrayFilter(
            rivals -> arrayCount(event -> bitAnd(event, rivals) != 0, run) < bitCount(rivals), ${bind('Array(UInt64)', rivals)})`

/** To each step from the lowest one behind which no scarce set lies; that chain starts latest, so no other is needed. */
const movesOfMany = ({ steps, stride }: FunnelPlan): Sql => {
  const numbers = steps.map((_, index) => index + 1)
  const floors = numbers.map((step) => Math.max(0, step - stride))
  return sql`arrayFilter(move -> move != 0, arrayMap(
            (step, came) -> if(came < step, ${packed(sql`run[1]`, sql`(31 - step)`, sql`came`)}, 0),
            ${bind('Array(UInt64)', numbers)},
            arrayMap((step, floor) -> arrayMax(arrayPushBack(arrayMap(
              rivals -> if(rivals < bitShiftLeft(toUInt64(1), step), ${lowestStep}, 0), scarce), floor)),
              ${bind('Array(UInt64)', numbers)}, ${bind('Array(UInt64)', floors)})))`
}
const lowestStep: Sql = sql`bitCount(bitXor(rivals, rivals - 1))`

function packed(event: Sql, rank: Sql, came: Sql): Sql {
  return sql`bitShiftLeft(bitShiftRight(${event}, ${SET_BITS}), ${MOVE_BITS}) + bitShiftLeft(toUInt64(${rank}), ${STEP_BITS}) + ${came}`
}

/** Ranks run against the steps where the last step of an instant goes first. */
const stepOf = ({ stride }: FunnelPlan): Sql => {
  const rank = sql`bitAnd(bitShiftRight(move, ${STEP_BITS}), ${STEP_MASK})`
  return stride === 1 ? rank : sql`31 - ${rank}`
}

/** Milliseconds since the range began, from 1, so that 0 can mean never. */
const instant = ({ range }: FunnelPlan): Sql =>
  sql`toUInt64(toUnixTimestamp64Milli(time) - ${bind('Int64', range.from)} + 1)`

const conditions = ({ steps, range }: FunnelPlan): Sql[] =>
  steps.map(({ event, filters }) => sql`event = ${bind('String', event)} AND ${allOf(filters, range.zone)}`)

/** The names of the events are told apart from their filters, since the table is sorted by them. */
function stepEvents({ steps, filters, range }: FunnelPlan, project: string): Sql {
  const events = [...new Set(steps.map(({ event }) => event))]
  return sql`${inScope(project, range)}
            AND event IN ${bind('Array(String)', events)} AND ${allOf(filters, range.zone)}`
}
