/**
 * Every attempt of a unit by itself, where events can spoil it: when it came to each step, and whether something excluded
 * happened between two of them. Lists are merged by sorting, so that the busiest unit costs little more than its events.
 */
import { bind, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { startsAt } from './chains.ts'
import type { Exclusion, FunnelPlan } from './plan.ts'
import { excludedTimes } from './units.ts'

const arrivalsAt = (step: number): Sql => name(`arrivals_${step}`)
const spoiltBy = (index: number): Sql => name(`spoilt_${index + 1}`)

/** Adds `level` and `moments` to the chains: those of the first attempt to come furthest of those that nothing spoilt. */
export function unspoiltAttempt(plan: FunnelPlan, chains: Sql): Sql {
  const steps = plan.steps.map((_, index) => index + 1)
  // One SELECT a stage: what a lambda names beside its own arrays is copied for every element, so it has to be one value.
  return sql`
    SELECT *, arrayMap(way -> if(chosen = 0, 0, way[chosen]), ways) AS moments
    FROM (
      SELECT *, if(first = 0, 0, furthest) AS level,
        if(first = 0, 0, arrayLastIndex((count, bad, finish) -> count = furthest AND NOT bad AND finish = finished,
          far, spoilt, finishes)) AS chosen
      FROM (
        SELECT *, finishes[first] AS finished
        FROM (
          SELECT *, arrayFirstIndex((count, bad) -> count = furthest AND NOT bad, far, spoilt) AS first,
            ways[greatest(furthest, 1)] AS finishes
          FROM (
            SELECT *, arrayMax(arrayPushBack(far, 0)) AS furthest, [${join(steps.map(arrivalsAt), ', ')}] AS ways
            FROM (
              SELECT *, ${reachedBy(steps)} AS far, ${spoiltAtAll(plan)} AS spoilt
              FROM (${spoiltAttempts(plan, arrivals(plan, chains))})
            )
          )
        )
      )
    )`
}

/** How many steps each attempt came to. */
function reachedBy(steps: readonly number[]): Sql {
  const came = steps.map((step) => name(`came_${step}`))
  const counts = join(
    came.map((at) => sql`(${at} != 0)`),
    ' + ',
  )
  return sql`arrayMap((${join(came, ', ')}) -> toUInt8(${counts}), ${join(steps.map(arrivalsAt), ', ')})`
}

function spoiltAtAll({ exclusions }: FunnelPlan): Sql {
  const by = exclusions.map((_, index) => name(`by_${index + 1}`))
  const each = exclusions.map((_, index) => spoiltBy(index))
  return sql`arrayMap((${join(by, ', ')}) -> ${join(by, ' OR ')}, ${join(each, ', ')})`
}

/** When the attempt that began at each of `tries` came to each step; 0 where it never did. */
function arrivals(plan: FunnelPlan, chains: Sql): Sql {
  const begun = sql`SELECT *, arrayDistinct(arrayFilter(start -> start != 0, ${startsAt(1)})) AS begun, arrayMap(start -> toUInt64(start), begun) AS tries, tries AS ${arrivalsAt(1)} FROM (${chains})`
  return plan.steps.slice(1).reduce((inner, _, index) => {
    const step = index + 2
    return sql`SELECT *, arrayMap((try, entry) -> ${inTime(plan)}, tries, ${nextOf(sql`tries`, startsAt(step))}) AS ${arrivalsAt(step)} FROM (${inner})`
  }, begun)
}

/** A chain that began later leads this attempt to its steps as well, unless nothing may lie between. */
const inTime = ({ order, windowMs }: FunnelPlan): Sql =>
  sql`if(entry.2 != 0 AND entry.2 - try <= ${bind('UInt64', windowMs)}${order === 'strict' ? sql` AND entry.1 = try` : sql``}, entry.2, 0)`

/** For each of the tries, which ascend, the first chain that began then or later: its start and when it got there. */
function nextOf(tries: Sql, starts: Sql): Sql {
  const merged = sql`arraySort(arrayConcat(
        arrayMap(try -> (toUInt64(try), toUInt8(0), toUInt64(0), toUInt64(0)), ${tries}),
        arrayFilter(one -> one.1 != 0, arrayMap((start, at) -> (toUInt64(start), toUInt8(1), toUInt64(start), toUInt64(at)), ${starts}, at))))`
  return sql`arrayMap(one -> (one.3, one.4), arrayFilter((one, own) -> own.2 = 0,
      arrayReverseFill(one -> one.2 = 1, ${merged}), ${merged}))`
}

const spoiltAttempts = (plan: FunnelPlan, attempts: Sql): Sql =>
  plan.exclusions.reduce(
    (inner, exclusion, index) =>
      sql`SELECT *, arrayMap((try, since, until, found) -> since != 0 AND found != 0
        AND found < if(until != 0, until, try + ${bind('UInt64', plan.windowMs)} + 1),
        tries, ${arrivalsAt(exclusion.from)}, ${arrivalsAt(exclusion.to)}, ${firstExcluded(exclusion, index)}) AS ${spoiltBy(index)} FROM (${inner})`,
    attempts,
  )

const NEVER: Sql = sql`toUInt64(9223372036854775807)`

/** For each attempt the first excluded event behind the step from which on it matters. */
function firstExcluded({ from }: Exclusion, index: number): Sql {
  const merged = sql`arraySort(arrayConcat(
        arrayMap((since, nth) -> (if(since = 0, ${NEVER}, since), toUInt8(1), toUInt64(0), nth), ${arrivalsAt(from)}, arrayEnumerate(${arrivalsAt(from)})),
        arrayMap(at -> (at, toUInt8(0), at, toUInt32(0)), ${excludedTimes(index)})))`
  return sql`arrayMap(one -> one.1, arraySort(one -> one.2, arrayMap((one, own) -> (one.3, own.4),
      arrayFilter((one, own) -> own.2 = 1, arrayReverseFill(one -> one.2 = 0, ${merged}), ${merged}),
      arrayFilter(own -> own.2 = 1, ${merged}))))`
}
