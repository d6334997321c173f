/**
 * A session's events as one number each, (instant, order of arrival, node) from the highest bits on, so that sorting numbers
 * sorts moments. Mostly instant and arrival fit into 64 bits together, and a moment takes 16 bytes; else it takes 32.
 */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { EVENTS, eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { Range } from '../../range.ts'
import { calledEvents, nodeOf } from './nodes.ts'
import type { PathPlan } from './plan.ts'

export interface Packing {
  /** Bits of an order of arrival. */
  arrivalBits: number
  /** Of these, those of the place among what arrived together. */
  placeBits: number
  /** Every event says which session it belongs to, so that none has to be found by silence. */
  areTold: boolean
}

/** Takes any instants, any orders of arrival (of 2^48 records), and events without a session. */
export const WIDE: Packing = { arrivalBits: 64, placeBits: 16, areTold: false }

/** What instants of the range leave of 64 bits. */
const bitsFor = ({ from, to }: Range): number => 63 - Math.ceil(Math.log2(Math.max(2, to - from)))

/** What has to be known of the events to pack them as small as can be: the last order of arrival, the last place, and how many are without a session. */
export interface PackingRow {
  last: string | number
  place: string | number
  untold: string | number
}

export const packingSql = ({ range }: PathPlan, project: Project): Sql => sql`
SELECT max(log_offset) AS last, max(place) AS place, countIf(session_id = '') AS untold FROM ${EVENTS}
WHERE ${inScope(project, range)}`

export function packingFor({ range, gapMs }: PathPlan, { last, place, untold }: PackingRow): Packing {
  const areTold = gapMs === undefined && Number(untold) === 0
  const placeBits = Math.ceil(Math.log2(Number(place) + 1))
  const arrivalBits = bitsFor(range)
  const fits = BigInt(last) + 1n <= 1n << BigInt(Math.max(0, arrivalBits - placeBits))
  return fits ? { arrivalBits, placeBits, areTold } : { ...WIDE, areTold }
}

/** Which of two events of one instant came first. */
export const arrivalOf = ({ placeBits }: Packing): Sql =>
  placeBits === 0 ? sql`log_offset` : sql`bitShiftLeft(log_offset, ${integer(placeBits)}) + place`

export const NODE_BITS = integer(64)
const isWide = ({ arrivalBits }: Packing): boolean => arrivalBits === WIDE.arrivalBits

/** Milliseconds since the range began. */
export const instantOf = (packing: Packing, moment: Sql): Sql =>
  sql`toUInt64(bitShiftRight(${moment}, ${integer(64 + packing.arrivalBits)}))`

/** One row a session: `person` and `moments`, in the order of time. Whatever happens breaks a silence. */
export function sessionMoments({ gapMs }: Pick<PathPlan, 'gapMs'>, packing: Packing, events: Sql): Sql {
  const visitors = gathered(packing, events)
  if (packing.areTold)
    return sql`
              SELECT person, sorted AS moments FROM (${visitors})`
  const silence = sql`toInt64(${instantOf(packing, sql`here`)} - ${instantOf(packing, sql`before`)}) > ${bind('Int64', gapMs ?? SESSION_IDLE_MS)}`
  return sql`
              SELECT person, arrayJoin(if(session != 0, [sorted], arraySplit((here, before) -> ${silence},
                sorted, arrayShiftRight(sorted, 1)))) AS moments
              FROM (${visitors})`
}

/** One row a person and session: both are hashes, and one number made of them is looked up in half the time of two. */
const gathered = (packing: Packing, events: Sql): Sql => sql`
                SELECT any(whose) AS person, any(during) AS session, arraySort(groupArray(${packed(packing)})) AS sorted
                FROM (${events}
                )
                GROUP BY intHash64(during) + whose`

/** One row an event: `whose` it is, `during` which session, its `instant`, its order of `arrival` and its `node`. */
export const nodeEvents = (plan: PathPlan, packing: Packing, project: Project, only?: Sql): Sql => sql`
                  SELECT ${personOf(project)} AS whose, ${sessionOf(plan)} AS during,
                    toUInt64(toUnixTimestamp64Milli(time) - ${bind('Int64', plan.range.from)}) AS instant, ${arrivalOf(packing)} AS arrival, ${nodeOf(plan)} AS node
                  FROM ${eventsOf(project, calledEvents(plan, project, { only }))}
                  WHERE node != 0 OR during = 0`

/** Two sessions of one person would need the same hash to be taken for one. */
export const sessionOf = ({ gapMs }: PathPlan): Sql =>
  gapMs === undefined ? sql`if(session_id = '', 0, xxHash64(session_id))` : sql`0`

function packed(packing: Packing): Sql {
  if (isWide(packing))
    return sql`bitShiftLeft(toUInt256(instant), 128) + bitShiftLeft(toUInt256(arrival), ${NODE_BITS}) + node`
  const order = sql`bitShiftLeft(instant, ${integer(packing.arrivalBits)}) + arrival`
  return sql`bitShiftLeft(toUInt128(${order}), ${NODE_BITS}) + node`
}
