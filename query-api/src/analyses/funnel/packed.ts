/** A move as one number where every step has events of its own: its instant, and the step. It goes on from the step before. */
import { integer, type Sql, sql } from '@firefly/clickhouse/sql'

/** A funnel has at most 20 steps. */
export const STEP_BITS = 5

export const packedMove = (at: Sql, step: Sql): Sql =>
  sql`bitShiftLeft(${at}, ${integer(STEP_BITS)}) + ${step}`
export const instantOf = (move: Sql): Sql => sql`bitShiftRight(${move}, ${integer(STEP_BITS)})`
export const stepOf = (move: Sql): Sql => sql`bitAnd(${move}, ${integer(2 ** STEP_BITS - 1)})`
