/** Seals what happened in the sessions of days that are over, for paths: each session as one row a day. */
import { randomInt } from 'node:crypto'
import { bind, integer, natural, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { pathSchema } from '@firefly/protocol/query/path'
import { arrivalOf, sessionOf, WIDE } from '../../analyses/path/moments.ts'
import { calledEvents, nodeOf } from '../../analyses/path/nodes.ts'
import { type PathPlan, planPath } from '../../analyses/path/plan.ts'
import { UNHURRIED } from '../unhurried.ts'
import { type Batch, type Day, isIn, rangeOf, unchanged } from '../seal.ts'

const DAY_MS = 86_400_000
/** Events that are gathered at once, which bounds the memory it takes; a day with more of them is taken in parts. */
const EVENTS_AT_ONCE = 5_000_000

/** One share of all sessions, counted from 0. */
interface Share {
  part: number
  of: number
}

/** Gives the days that were sealed: those that have not changed meanwhile, and whose events and counts say the same. */
export async function sealVisits(
  store: Store,
  batch: Batch,
  now: number,
  atOnce = EVENTS_AT_ONCE,
): Promise<Day[]> {
  const seal = sealOf(now)
  const events = batch.days.reduce((sum, day) => sum + day.events, 0)
  const of = Math.max(1, Math.ceil(events / atOnce))
  for (let part = 0; part < of; part++) await store.work(statement(visitsSql(batch, seal, { part, of })))
  await store.work(statement(splitSql(batch, seal)))
  const still = await unchanged(store, batch, isIn(batch))
  if (still.length > 0) await keep(store, batch.project, seal, still)
  return still
}

/** The moment in its upper bits and chance in its lower ones, so that two that seal the same day at once each have their own. */
export const sealOf = (now: number): string =>
  ((BigInt(now) << CHANCE_BITS) | BigInt(randomInt(2 ** Number(CHANCE_BITS)))).toString()
const CHANCE_BITS = 22n

/**
 * Looks once more for sessions on several days among what was sealed so long ago at most. Two processes that seal two days of a session at once
 * may each have missed the other's where copies of a table lag; nothing comes of looking for those that were found.
 */
export async function splitAgain(store: Store, now: number, project?: string): Promise<void> {
  const since = (BigInt(now - LAG_MS) << CHANCE_BITS).toString()
  const only = project === undefined ? sql`1` : sql`project = ${bind('String', project)}`
  const { rows } = await store.query<{ whose: string; number: string }>(
    statement(sql`
SELECT DISTINCT toString(project) AS whose, toString(seal) AS number FROM visit_seals
WHERE seal >= ${natural(since)} AND ${only}`),
    UNHURRIED,
  )
  for (const { whose, number } of rows) await store.work(statement(splitSql({ project: whose }, number)))
}
/** Copies of a table that are further behind are told to whoever operates them. */
const LAG_MS = 15 * 60_000

/** The row that says that a day is whole, behind all others. */
async function keep(store: Store, project: string, seal: string, days: readonly Day[]): Promise<void> {
  const lines = days.map(({ day, arrived }) => `${JSON.stringify([project, day, arrived, seal])}\n`)
  await store.insert({
    table: 'visit_seals',
    columns: ['project', 'day', 'arrived', 'seal'],
    lines: Buffer.from(lines.join('')),
    token: `visit_seals:${project}:${seal}`,
  })
}

/** Of an instant the first to arrive goes first. What came without a session is gathered by the id, to be parted by silence when it is asked. */
function visitsSql(batch: Batch, seal: string, { part, of }: Share): Sql {
  const first = rangeOf(batch).from / DAY_MS
  return sql`
INSERT INTO sealed_visits (project, day, seal, alone, session, person_id, is_anonymous, at, node, moments)
SELECT ${bind('String', batch.project)}, day, ${natural(seal)}, alone, session, if(alone, sorted[1].4, id), if(alone, sorted[1].5, 0),
  arrayMap(moment -> moment.1, shown), arrayMap(moment -> moment.3, shown), if(alone, [], sorted)
FROM (
  SELECT day, session, id, session != 0 AND ids = 1 AS alone, sorted,
    if(alone, arrayFilter((moment, before) -> moment.3 != before.3, sorted, arrayShiftRight(sorted, 1)), []) AS shown
  FROM (
    SELECT day, session, id, uniqExact(person_id, is_anonymous) AS ids,
      arraySort(groupArray((toUInt32(instant % ${integer(DAY_MS)}), arrival, node, person_id, is_anonymous))) AS sorted
    FROM (
      SELECT *, toInt32(intDiv(instant, ${integer(DAY_MS)}) + ${integer(first)}) AS day, during AS session, if(during = 0, person_id, 0) AS id
      FROM (${eventsSql(batch)})
      WHERE if(during = 0, person_id, during) % ${integer(of)} = ${integer(part)}
    )
    GROUP BY day, session, id
  )
)`
}

function eventsSql(batch: Batch): Sql {
  const plan = planAll(rangeOf(batch))
  const project = { name: batch.project, joins: undefined }
  return sql`
        SELECT person_id, is_anonymous, toUInt64(toUnixTimestamp64Milli(time) - ${integer(plan.range.from)}) AS instant, ${arrivalOf(WIDE)} AS arrival,
          ${nodeOf(plan)} AS node, ${sessionOf(plan)} AS during
        FROM ${calledEvents(plan, project, { only: isIn(batch) })}
        WHERE node != 0 OR during = 0`
}

/** Paths by what happened, of everything there is in a range. */
const planAll = ({ from, to }: { from: number; to: number }): PathPlan =>
  planPath(
    pathSchema.parse({ kind: 'path', from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    'UTC',
  )

/**
 * Written before the seal, so that of two days that are sealed at once the later one sees the earlier. Whoever was split once stays so:
 * all rows of a session are here, or none.
 */
function splitSql({ project }: Pick<Batch, 'project'>, seal: string): Sql {
  const own = sql`project = ${bind('String', project)}`
  return sql`
INSERT INTO split_visits (project, session, day, seal, person_id, is_anonymous, at, node)
SELECT ${bind('String', project)}, session, day, seal, person_id, is_anonymous, at, node
FROM sealed_visits
WHERE ${own} AND alone = 1 AND session IN (
  SELECT session FROM sealed_visits
  WHERE ${own} AND session IN (SELECT session FROM sealed_visits WHERE ${own} AND seal = ${natural(seal)} AND session != 0)
  GROUP BY session
  HAVING min(day) != max(day) OR session IN (SELECT session FROM split_visits WHERE ${own})
)`
}
