/**
 * What a person did, as moves: in the instant `at`, a chain that stands at step `came` can go on to `step`.
 * A move is one number (instant, rank, came) so that sorting numbers sorts moves; instants count from 1 at the range's begin.
 * Where every step has events of its own, instant and step are enough.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { areInARow } from './in-a-row.ts'
import { instantOf, packedMove, stepOf } from './packed.ts'
import { type FunnelPlan, stepBefore } from './plan.ts'
import { carried, gathered, instant, relevantEvents, stepConditions, unitEvents, unitKeys } from './units.ts'
import { personOf, type Project } from '../../persons.ts'

const MOVE: Sql = sql`move`
/** Bits of the rank and of `came`: a funnel has at most 20 steps. */
const RANK_BITS = integer(5)
const STEP_MASK = integer(31)
const MOVE_BITS = integer(10)
/** Bits of a set of steps. */
const SET_BITS = integer(20)
const SET_MASK = integer(2 ** 20 - 1)

/** One row a unit: the arrays `at`, `step` and, where it matters, `came`, in the order in which the moves are to be taken, what is carried, and `also`. */
export const movesPerUnit = (plan: FunnelPlan, moves: Sql, also: readonly Sql[] = []): Sql => sql`
      SELECT ${join([unitKeys(plan), ...carried(plan), ...also], ', ')},
        arrayMap(move -> ${plan.stride === 1 ? instantOf(MOVE) : sql`bitShiftRight(move, ${MOVE_BITS})`}, moves) AS at,
        arrayMap(move -> ${plan.stride === 1 ? stepOf(MOVE) : stepOfRank}, moves) AS step${plan.stride === 1 ? sql`` : CAME}${plan.order === 'strict' ? INSTANTS : sql``}
      FROM (${moves})`

/** Where every step has events of its own it is the step before. */
const CAME: Sql = sql`,
        arrayMap(move -> bitAnd(move, ${STEP_MASK}), moves) AS came`

/** One row a unit: its moves as numbers, sorted. */
export function movesOfEvents(plan: FunnelPlan, project: Project): Sql {
  if (plan.stride > 1) return movesOfAnyEvents(plan, project)
  return isOfPeople(plan) ? movesOfPeople(plan, project) : movesOfOneStepEvents(plan, project)
}

/** Whether nothing but the moves of each person is wanted. */
const isOfPeople = ({ countBy, hold, breakdown, exclusions }: FunnelPlan): boolean =>
  countBy === 'user' && hold.length === 0 && !breakdown && exclusions.length === 0

/** The same as of other units, in one SELECT: each that lies in another takes its time to be planned. */
const movesOfPeople = (plan: FunnelPlan, project: Project): Sql => sql`
        SELECT ${personOf(project)} AS person, ${sorted(plan, sql`groupArray(${packedMove(instant(plan), sql`(${stepOfEvent(plan)} AS step)`)})`)} AS moves
        ${relevantEvents(plan, project, sql`step`)}
        GROUP BY person`

const stepOfEvent = (plan: FunnelPlan): Sql =>
  sql`multiIf(${join(stepConditions(plan).map(asCase), ', ')}, 0)`

/** The how-manieth instant of the unit each move belongs to. */
const INSTANTS: Sql = sql`,
        arrayCumSum(arrayMap((now, before) -> toUInt64(now != before), at, arrayShiftRight(at, 1))) AS nth`

/**
 * Steps with different events: an event can only ever be one step. The steps of one instant are taken from the first to
 * the last, so that each goes on from the one before.
 */
const movesOfOneStepEvents = (plan: FunnelPlan, project: Project): Sql => sql`
        SELECT ${join([unitKeys(plan), ...gathered(plan, sql`step`)], ', ')}, ${sorted(
          plan,
          sql`${groupedIf(plan)}(
          ${packedMove(sql`at`, sql`step`)}${onlyIf(plan, sql`step`)})`,
        )} AS moves
        FROM (
          ${unitEvents(plan, project, stepOfEvent(plan), sql`step`)}
        )
        GROUP BY ${unitKeys(plan)}`

/** With a 0 in front where the chains want it. */
export const sorted = (plan: FunnelPlan, moves: Sql): Sql =>
  areInARow(plan) ? sql`arrayPushFront(arraySort(${moves}), 0)` : sql`arraySort(${moves})`
const asCase = (condition: Sql, index: number): Sql => sql`${condition}, ${integer(index + 1)}`

/** Events that are only there to spoil are no moves. */
const groupedIf = ({ exclusions, order }: FunnelPlan): Sql =>
  exclusions.length > 0 && order !== 'strict' ? sql`groupArrayIf` : sql`groupArray`
const onlyIf = ({ exclusions, order }: FunnelPlan, steps: Sql): Sql =>
  exclusions.length > 0 && order !== 'strict' ? sql`, ${steps} != 0` : sql``

/**
 * Steps that may share events: the events of an instant are weighed together. They are taken from the last step to the
 * first, so that no chain goes on from where another one got in the same instant. More copies of an event than there are
 * steps change nothing. Weighing takes memory for every unit at hand, so units come in small blocks.
 */
const movesOfAnyEvents = (plan: FunnelPlan, project: Project): Sql => sql`
        SELECT ${join([unitKeys(plan), ...carried(plan)], ', ')}, arraySort(arrayFlatten(arrayConcat(
          arrayMap(run -> ${movesOfOne(plan)}, arrayFilter(run -> length(run) = 1, runs)),
          arrayMap((run, scarce) -> ${movesOfMany(plan)}, crowds, arrayMap(run -> ${scarceSets(plan)}, crowds))${plan.order === 'strict' ? MARKS : sql``}))) AS moves
        FROM (
          SELECT ${join([unitKeys(plan), ...carried(plan)], ', ')}, arrayFilter(run -> length(run) > 1, runs) AS crowds,
            arraySplit((event, before) -> bitShiftRight(event, ${SET_BITS}) != bitShiftRight(before, ${SET_BITS}),
              kept, arrayShiftRight(kept, 1)) AS runs
          FROM (
            SELECT ${join([unitKeys(plan), ...gathered(plan, sql`steps`)], ', ')},
              arraySort(${groupedIf(plan)}(bitShiftLeft(at, ${SET_BITS}) + steps${onlyIf(plan, sql`steps`)})) AS sorted,
              arrayFilter((event, copy) -> event != copy,
                sorted, arrayShiftRight(sorted, ${integer(plan.steps.length)})) AS kept
            FROM (
              ${unitEvents(plan, project, join(stepConditions(plan).map(asBit), ' + '), sql`steps`)}
            )
            GROUP BY ${unitKeys(plan)} SETTINGS max_block_size = 1024
          )
        )`
const asBit = (condition: Sql, index: number): Sql =>
  sql`bitShiftLeft(toUInt64(${condition}), ${integer(index)})`

/** A mark in every instant, to no step at all, so that instants without a step are seen as well. */
const MARKS: Sql = sql`,
          arrayMap(run -> [${packed(sql`run[1]`, sql`31`, sql`0`)}], runs)`

/** An event alone goes on by one step, to any of those it satisfies, from the one that must come before. */
const movesOfOne = (plan: FunnelPlan): Sql => sql`arrayMap(
            bit -> ${packed(sql`run[1]`, sql`(30 - bit)`, standing(plan, sql`bit`))},
            bitPositionsToArray(bitAnd(run[1], ${SET_MASK})))`

/** A chain never stands at an optional step: it stands at the last one before that is not. */
function standing(plan: FunnelPlan, step: Sql): Sql {
  if (!plan.steps.some(({ optional }) => optional)) return step
  const stands = [
    0,
    ...plan.steps.map((_, index) => (plan.steps[index]?.optional ? stepBefore(plan, index + 1) : index + 1)),
  ]
  return sql`arrayElement(${bind('Array(UInt64)', stands)}, ${step} + 1)`
}

/**
 * Sets of steps for which the instant has too few events: by Hall's condition for a matching (P. Hall, 1935) a chain can
 * take exactly those runs of steps in it that contain no such set whole.
 */
const scarceSets = ({ rivals }: FunnelPlan): Sql => sql`arrayFilter(
            rivals -> arrayCount(event -> bitAnd(event, rivals) != 0, run) < bitCount(rivals), ${bind('Array(UInt64)', rivals)})`

/**
 * To each step from the lowest one behind which no scarce set lies; where anything may lie between, that chain starts
 * latest, so no other is needed. A set with an optional step in it matters to that step alone.
 */
function movesOfMany(plan: FunnelPlan): Sql {
  const { steps, stride } = plan
  const numbers = steps.map((_, index) => index + 1)
  const floors = numbers.map((step) => Math.max(0, step - stride))
  const masks = numbers.map((step) =>
    steps.reduce(
      (mask, { optional }, index) => (optional && index + 1 !== step ? mask | (1 << index) : mask),
      0,
    ),
  )
  const lacking = masks.some((mask) => mask > 0) ? sql` AND bitAnd(rivals, mask) = 0` : sql``
  return sql`arrayFilter(move -> move != 0, arrayMap(
            (step, came) -> if(came < step, ${packed(sql`run[1]`, sql`(31 - step)`, standing(plan, sql`came`))}, 0),
            ${bind('Array(UInt64)', numbers)},
            arrayMap((step, floor, mask) -> arrayMax(arrayPushBack(arrayMap(
              rivals -> if(rivals < bitShiftLeft(toUInt64(1), step)${lacking}, ${lowestStep}, 0), scarce), floor)),
              ${bind('Array(UInt64)', numbers)}, ${bind('Array(UInt64)', floors)}, ${bind('Array(UInt64)', masks)})))`
}
const lowestStep: Sql = sql`bitCount(bitXor(rivals, rivals - 1))`

function packed(event: Sql, rank: Sql, came: Sql): Sql {
  return sql`bitShiftLeft(bitShiftRight(${event}, ${SET_BITS}), ${MOVE_BITS}) + bitShiftLeft(toUInt64(${rank}), ${RANK_BITS}) + ${came}`
}

/** Ranks run against the steps, since the last step of an instant goes first. */
const stepOfRank: Sql = sql`31 - bitAnd(bitShiftRight(move, ${RANK_BITS}), ${STEP_MASK})`
