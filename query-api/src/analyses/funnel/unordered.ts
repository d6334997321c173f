/**
 * Steps in any order within the window of the first one done. How many steps a stretch of events can satisfy is told by what
 * it lacks: of steps that may share events, the set that is shortest of them (the deficiency version of Hall's condition).
 * What a lambda names beside its own arrays is copied for every element, so arrays are cut and laid side by side instead.
 */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import type { FunnelPlan } from './plan.ts'
import { rivalGroups } from './rivals.ts'
import { carried, excludedTimes, gathered, stepConditions, unitEvents, unitKeys } from './units.ts'
import type { Project } from '../../persons.ts'

/** Events of a set up to each one, before each one, up to the end of its window; and before and up to a chosen one. */
const upTo = (set: number): Sql => name(`up_to_${set}`)
const before = (set: number): Sql => name(`before_${set}`)
const inWindow = (set: number): Sql => name(`in_window_${set}`)
const base = (set: number): Sql => name(`base_${set}`)
const more = (set: number): Sql => name(`more_${set}`)

/** One row a unit with `level` and `moments`: the attempt first to do as many steps as any does, of these the last begun. */
export function unorderedAttempt(plan: FunnelPlan, project: Project): Sql {
  const sets = setsOf(plan)
  const kept = join([unitKeys(plan), ...carried(plan)], ', ')
  const bases = (at: Sql, from: (set: number) => Sql): Sql =>
    join(
      sets.map((set) => sql`${from(set)}[${at}] AS ${base(set)}`),
      ', ',
    )
  return sql`
    SELECT ${kept}, level, arrayMap(step -> if(step > level, 0, times[arrayFirstIndex(done -> done >= step, grown)]), range(1, ${integer(plan.steps.length + 1)})) AS moments
    FROM (
      SELECT ${kept}, level, arraySlice(at, begun) AS times, ${growth(plan, sql`begun`)} AS grown
      FROM (
        SELECT *, indexOf(at, at[tried]) AS begun, ${bases(sql`begun`, before)}
        FROM (
          SELECT * EXCEPT (${join(sets.map(base), ', ')}), ${lastStart(plan)} AS tried
          FROM (
            SELECT * EXCEPT (${join(sets.map(base), ', ')}), arrayLastIndex(now -> now = finish, at) AS last, ${bases(sql`last`, upTo)}
            FROM (
              SELECT *, at[first - 1 + arrayFirstIndex(done -> done >= level, ${growth(plan, sql`first`)})] AS finish
              FROM (
                SELECT *, arrayFirstIndex((many, bad) -> many = most AND NOT bad, done, spoilt) AS first,
                  if(first = 0, 0, most) AS level, ${bases(sql`greatest(first, 1)`, before)}
                FROM (SELECT *, arrayMax(arrayPushBack(done, 0)) AS most FROM (${spoiltStarts(plan, starts(plan, project, sets))}))
              )
            )
          )
        )
      )
    )`
}

const setsOf = ({ steps }: FunnelPlan): number[] => [...new Set(rivalGroups(steps).flat())]

/** How many steps are done from one event, whose `base` is known, up to each one behind it. */
function growth(plan: FunnelPlan, from: Sql): Sql {
  const sets = setsOf(plan)
  const slices = sets.map((set) => sql`arraySlice(${upTo(set)}, greatest(${from}, 1))`)
  return sql`arrayMap((${join(sets.map(more), ', ')}) -> ${done(plan, more, base)}, ${join(slices, ', ')})`
}

/** The last event from which on as many steps are done up to the one whose `base` is known. */
function lastStart(plan: FunnelPlan): Sql {
  const sets = setsOf(plan)
  const slices = sets.map((set) => sql`arraySlice(${before(set)}, 1, last)`)
  return sql`if(level = 0, 1, arrayLastIndex((bad, ${join(sets.map(more), ', ')}) -> NOT bad AND ${done(plan, base, more)} >= level,
            arraySlice(spoilt, 1, last), ${join(slices, ', ')}))`
}

/** How many steps can be satisfied, by the events of each set up to the end and before the beginning. */
function done({ steps }: FunnelPlan, end: (set: number) => Sql, begin: (set: number) => Sql): Sql {
  const lacks = rivalGroups(steps).map((sets) => {
    const each = sets.map((set) => sql`${integer(bits(set))} - (${end(set)} - ${begin(set)})`)
    return sql`greatest(${join([sql`0`, ...each], ', ')})`
  })
  return sql`(${integer(steps.length)} - (${join(lacks, ' + ')}))`
}
const bits = (set: number): number => set.toString(2).replaceAll('0', '').length

/** The events of a unit, how many of each set there are before each one and in its window, and the steps done in that. */
function starts(plan: FunnelPlan, project: Project, sets: readonly number[]): Sql {
  const pairs = join([...sets.map(inWindow), ...sets.map(before)], ', ')
  return sql`
    SELECT *, arrayMap((${pairs}) -> ${done(plan, inWindow, before)}, ${pairs}) AS done
    FROM (
      SELECT *, ${join(
        sets.flatMap((set, index) => [
          sql`arrayMap(one -> one.3[${integer(index + 1)}], ends) AS ${inWindow(set)}`,
          sql`arrayShiftRight(${upTo(set)}, 1) AS ${before(set)}`,
        ]),
        ', ',
      )}
      FROM (
        SELECT *, ${windowEnds(plan, sets)} AS ends
        FROM (
          SELECT *, arrayMap(one -> one.1, moves) AS at, arrayMap(one -> one.2, moves) AS steps, ${join(
            sets.map(
              (set) =>
                sql`arrayCumSum(arrayMap(one -> toInt64(bitAnd(one.2, ${integer(set)}) != 0), moves)) AS ${upTo(set)}`,
            ),
            ', ',
          )}
          FROM (
            SELECT ${join([unitKeys(plan), ...gathered(plan, sql`steps`)], ', ')}, arraySort(groupArrayIf((at, toUInt64(steps)), steps != 0)) AS moves
            FROM (${unitEvents(plan, project, join(stepConditions(plan).map(asBit), ' + '), sql`steps`)})
            GROUP BY ${unitKeys(plan)} SETTINGS max_block_size = 1024
          )
        )
      )
    )`
}
const asBit = (condition: Sql, index: number): Sql =>
  sql`bitShiftLeft(toUInt64(${condition}), ${integer(index)})`

/** Merges the ends of the windows with the events: what there was up to the last event in each window. */
function windowEnds({ windowMs }: FunnelPlan, sets: readonly number[]): Sql {
  const counts = sets.map((set) => name(`count_${set}`))
  const nothing = sets.map(() => sql`toInt64(0)`)
  const merged = sql`arraySort(one -> (one.1, one.2), arrayConcat(
            arrayMap((at, ${join(counts, ', ')}) -> (at, toUInt8(0), [${join(counts, ', ')}]), at, ${join(sets.map(upTo), ', ')}),
            arrayMap(at -> (at + ${bind('UInt64', windowMs)}, toUInt8(1), [${join(nothing, ', ')}]), at)))`
  return sql`arrayFilter((one, own) -> own.2 = 1, arrayFill(one -> one.2 = 0, ${merged}), ${merged})`
}

/** An excluded event between the first and the last step done; where steps are missing, up to the end of the window. */
function spoiltStarts(plan: FunnelPlan, inner: Sql): Sql {
  if (plan.exclusions.length === 0) return sql`SELECT *, arrayMap(one -> 0, at) AS spoilt FROM (${inner})`
  const hits = plan.exclusions.map((_, index) => name(`hit_${index + 1}`))
  const found = plan.exclusions.map((_, index) => excludedAfter(index))
  const within = hits.map((hit) => sql`(${hit} != 0 AND ${hit} < stop)`)
  return sql`SELECT *, arrayMap((stop, ${join(hits, ', ')}) -> ${join(within, ' OR ')}, stops, ${join(found, ', ')}) AS spoilt
      FROM (SELECT *, ${stopsOf(plan)} AS stops FROM (${inner}))`
}

/** When all is done, which is when every set has its events (Hall's condition); else the end of the window. */
function stopsOf(plan: FunnelPlan): Sql {
  const sets = setsOf(plan)
  const full = sets.map((set) => name(`full_${set}`))
  return sql`arrayMap((from, many, ${join(full, ', ')}) -> if(many >= ${integer(plan.steps.length)}, greatest(${join([sql`from`, ...full], ', ')}),
        from + ${bind('UInt64', plan.windowMs)} + 1), at, done, ${join(sets.map(filledAt), ', ')})`
}

/** For each event the time at which the set has as many events as steps from there on; 0 where it never has. */
function filledAt(set: number): Sql {
  const own = sql`arrayFilter((one, nth) -> bitAnd(one.2, ${integer(set)}) != 0, moves, arrayEnumerate(moves))`
  const places = sql`arrayFilter((nth, one) -> bitAnd(one.2, ${integer(set)}) != 0, arrayEnumerate(moves), moves)`
  const merged = sql`arraySort(arrayConcat(arrayMap(nth -> (nth, toUInt8(0), toUInt64(0)), arrayEnumerate(moves)),
          arrayMap((nth, filled) -> (nth, toUInt8(1), filled.1), ${places}, arrayShiftLeft(${own}, ${integer(bits(set) - 1)}))))`
  return sql`arrayMap(one -> one.3, arrayFilter((one, own) -> own.2 = 0, arrayReverseFill(one -> one.2 = 1, ${merged}), ${merged}))`
}

/** For each event the first excluded one behind it; 0 where there is none. */
function excludedAfter(index: number): Sql {
  const merged = sql`arraySort(arrayConcat(arrayMap(at -> (at, toUInt8(1), toUInt64(0)), at),
          arrayMap(at -> (at, toUInt8(0), at), ${excludedTimes(index)})))`
  return sql`arrayMap(one -> one.3, arrayFilter((one, own) -> own.2 = 1, arrayReverseFill(one -> one.2 = 0, ${merged}), ${merged}))`
}
