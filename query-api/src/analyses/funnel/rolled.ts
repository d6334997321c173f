/** What people did as moves, from moments that are rolled up: where nothing but the names of events is asked for. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { areWholeMonths, momentsOf } from '../../rollups/moments.ts'
import { movedBy, packedMove } from './moves.ts'
import type { FunnelPlan } from './plan.ts'

/** The same rows as those of `movesOfEvents`, but for moves that are there twice; undefined where the events have to be asked. */
export function rolledMoves(plan: FunnelPlan, project: Project): Sql | undefined {
  if (!isPlain(plan)) return undefined
  const events = plan.steps.flatMap(({ any }, index) => any.map(({ event }) => ({ event, step: index + 1 })))
  const step = events.map(({ event, step }) => sql`event = ${bind('String', event)}, ${integer(step)}`)
  const names = [...new Set(events.map(({ event }) => event))]
  return sql`
        SELECT person, ${withinRange(plan, sql`arraySort(groupArrayArray(arrayMap(moment -> ${movedBy(sql`began_move`, sql`moment`)}, at)))`)} AS moves
        FROM (
          SELECT person, at, multiIf(${join(step, ', ')}, 0) AS step, toInt64(${packedMove(sql`toUInt64(began + 1)`, sql`step`)}) AS began_move
          FROM (${momentsOf(project, plan.range, names)})
        )
        GROUP BY person`
}

/** Instants of the range count from 1; what lies before it is below, for moves are signed numbers. */
function withinRange({ range }: FunnelPlan, moves: Sql): Sql {
  if (areWholeMonths(range)) return moves
  const begunBy = (instant: number): Sql => movedBy(sql`toInt64(0)`, bind('Int64', instant))
  return sql`arrayFilter(move -> move >= ${begunBy(1)} AND move < ${begunBy(range.to - range.from + 1)}, ${moves})`
}

/** Every step has events of its own, a move that is there twice changes nothing, and people are counted by what they did alone. */
const isPlain = ({
  order,
  stride,
  countBy,
  hold,
  breakdown,
  exclusions,
  filters,
  steps,
}: FunnelPlan): boolean =>
  order === 'ordered' &&
  stride === 1 &&
  countBy === 'user' &&
  hold.length === 0 &&
  breakdown === undefined &&
  exclusions.length === 0 &&
  isEmpty(filters) &&
  steps.every(({ any }) => any.every((one) => isEmpty(one.filters)))

const isEmpty = (filters: readonly unknown[] | undefined): boolean =>
  filters === undefined || filters.length === 0
