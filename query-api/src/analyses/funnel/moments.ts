/** When a unit was at each step, a list a step: where every step has events of its own, that is all there is to know of it. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { sorted } from './moves.ts'
import { packedMove } from './packed.ts'
import type { FunnelPlan } from './plan.ts'
import { carried, unitKeys } from './units.ts'

export interface StepMoments {
  /** One row a unit: its keys, what is carried, and for each step the moments of its events, in any order; see `momentsAt`. */
  units: Sql
  /** The range as such moments, half-open; others may be among them. */
  from: number
  to: number
}

export const atStep = (step: number): Sql => name(`at_${step}`)

/** The columns of moments, each made of the number of its step. */
export const momentsAt = ({ steps }: Pick<FunnelPlan, 'steps'>, of: (step: number) => Sql): Sql =>
  join(
    steps.map((_, index) => sql`${of(index + 1)} AS ${atStep(index + 1)}`),
    ', ',
  )

/** The moment as funnels count them, from 1 at the range's begin. */
export const countedFrom = ({ from }: Pick<StepMoments, 'from'>, moment: Sql): Sql =>
  sql`toUInt64(toInt64(${moment}) - ${bind('Int64', from - 1)})`

/** The same as moves, of some units alone: all others have none. `also` are columns to be kept. */
export function movesOfMoments(
  plan: FunnelPlan,
  { units, from, to }: StepMoments,
  { only = sql`1`, also = [] }: { only?: Sql; also?: readonly Sql[] } = {},
): Sql {
  const moves = plan.steps.map((_, index) => {
    const within = sql`arrayFilter(moment -> moment >= ${bind('UInt64', from)} AND moment < ${bind('UInt64', to)}, if(${only}, ${atStep(index + 1)}, []))`
    return sql`arrayMap(moment -> ${packedMove(countedFrom({ from }, sql`moment`), integer(index + 1))}, ${within})`
  })
  return sql`
      SELECT ${join([unitKeys(plan), ...carried(plan), ...also], ', ')}, ${sorted(plan, sql`arrayConcat(${join(moves, ', ')})`)} AS moves
      FROM (${units})`
}
