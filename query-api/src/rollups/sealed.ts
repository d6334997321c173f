/**
 * Days that are sealed: their people are bits, which are counted, joined and met many at once. Whoever was ever joined, or came
 * on a day that is not sealed, is asked for by their days instead, so that both together are everybody once.
 */
import { bind, brief, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'
import { joinedIds } from '../identity/joined-ids.ts'
import type { Project } from '../persons.ts'
import { arrivedByDay } from './arrived.ts'
import { type DayGrid, dayBits, inMonths, OFFSET_MS, type Span } from './days.ts'

export interface Sealed {
  grid: DayGrid
  project: Project
  /** Days since 1970 that hold as they are sealed, and how many of their events had arrived then. */
  days: { day: number; arrived: number }[]
  /** Days with events that are not sealed, or have changed since. */
  open: number[]
}

const DAY_MS = 86_400_000
/** So many joined ids are read in no time; more only where there are several times as many people. */
const FEW_LINKS = 1_000
const PEOPLE_A_LINK = 8

/**
 * Undefined where bits would save nothing. What is found holds for as long as a question takes: a day that changes rests
 * for longer before it is sealed anew.
 */
export async function sealedIn(
  grid: DayGrid,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<Sealed | undefined> {
  if (project.sampling !== undefined) return undefined
  if (project.joins && !(await joinsFew(project.name, ask))) return undefined
  const rows = await ask<{ day: number; arrived: string; sealed: number }>(
    brief(sealedSql(grid, project.name)),
  )
  const [days, open] = [rows.filter(({ sealed }) => sealed), rows.filter(({ sealed }) => !sealed)]
  if (days.length === 0 || open.length > days.length) return undefined
  return {
    grid,
    project,
    days: days.map(({ day, arrived }) => ({ day, arrived: Number(arrived) })),
    open: open.map(({ day }) => day),
  }
}

async function joinsFew(project: string, ask: Asking['ask']): Promise<boolean> {
  const own = sql`WHERE project = ${bind('String', project)}`
  const count = sql`SELECT (SELECT count() FROM identities ${own}) AS links, (SELECT count() FROM person_numbers ${own}) AS people`
  const [row] = await ask<{ links: string; people: string }>(statement(count))
  const links = Number(row?.links ?? 0)
  return links <= FEW_LINKS || links * PEOPLE_A_LINK <= Number(row?.people ?? 0)
}

const sealedSql = ({ calendar, first, days }: DayGrid, project: string): Sql => sql`
SELECT day, arrived, (day, arrived) IN (
    SELECT day, arrived FROM sealed_days
    WHERE project = ${bind('String', project)} AND calendar = ${bind('String', calendar)} AND event = ''
  ) AS sealed
FROM (${arrivedByDay(calendar, {
  project,
  from: first * DAY_MS - OFFSET_MS[calendar],
  to: (first + days) * DAY_MS - OFFSET_MS[calendar],
})})
WHERE events != 0`

/** The bits of some days as rows of `at`, the place of each span that a day lies in, and `people`; behind FROM. */
export function bitsOfSpans(
  { grid, project, days }: Sealed,
  event: string | undefined,
  spans: readonly Span[],
): Sql {
  const bounds = (of: (span: Span) => number): Sql =>
    bind(
      'Array(Int64)',
      spans.map((span) => grid.first + of(span)),
    )
  return sql`(
    SELECT arrayJoin(arrayFilter((at, since, until) -> day >= since AND day < until,
      range(toUInt32(length(${bounds(({ from }) => from)}))), ${bounds(({ from }) => from)}, ${bounds(({ to }) => to)})) AS at, people
    FROM sealed_days
    WHERE project = ${bind('String', project.name)} AND calendar = ${bind('String', grid.calendar)}
      AND event = ${bind('String', event ?? '')}
      AND (day, arrived) IN (SELECT arrayJoin(arrayZip(${bind(
        'Array(Int64)',
        days.map(({ day }) => day),
      )}, ${bind(
        'Array(UInt64)',
        days.map(({ arrived }) => arrived),
      )})))
  )`
}

/** The ids that bits cannot speak for, as a SELECT: those of joined people, and whoever did one of the events on an open day. */
export function touchedIds(
  { grid, project, open }: Sealed,
  events: readonly (string | undefined)[],
): Sql | undefined {
  const { name, joins } = project
  const ids = sql`SELECT arrayJoin([joined_id, bitNot(joined_id), joined_person]) AS person_id FROM`
  const joined = joins && sql`${ids} (${joinedIds(name, joins)})`
  const came =
    open.length > 0
      ? sql`SELECT person_id FROM people_days
    WHERE project = ${bind('String', name)} AND event IN ${bind(
      'Array(String)',
      events.map((event) => event ?? ''),
    )} AND ${inMonths(grid, false)} AND bitAnd(${dayBits(grid)}, ${openMask(grid, open)}) != 0`
      : undefined
  return joined && came ? sql`${joined} UNION DISTINCT ${came}` : (joined ?? came)
}

/** The bits of days, the grid's first one at bit 1. */
const openMask = ({ first }: DayGrid, open: readonly number[]): Sql =>
  sql`toUInt64(${bind('UInt64', String(open.reduce((mask, day) => mask | (1n << BigInt(day - first + 1)), 0n)))})`

/** The same ids as bits; whoever has no number is in no bits either. */
export const bitsOf = ({ name }: Project, ids: Sql): Sql =>
  sql`SELECT groupBitmapState(number) FROM person_numbers WHERE project = ${bind('String', name)} AND person_id IN (${ids})`
