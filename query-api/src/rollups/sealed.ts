/**
 * Days that are sealed: their people are bits, which are counted, joined and met many at once. Whom bits cannot speak for
 * (`touched.ts`) is asked for by their days instead, so that both together are everybody once.
 */
import { bind, brief, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'
import { keptGeneration } from '../identity/joins.ts'
import type { Project } from '../persons.ts'
import { arrivedByDay } from './arrived.ts'
import { type DayGrid, OFFSET_MS, type Span } from './days.ts'
import { areFew } from './few.ts'
import { FIRST_NUMBERING, lastNumbering, lastSettled, type Settled } from './settled.ts'
import { generationOf, movedUsers } from '../identity/changed-ids.ts'

export interface Sealed {
  grid: DayGrid
  project: Project
  /** Of the numbers that the bits of these days are. */
  numbering: number
  /** Undefined where it was never looked up whom they stand for. */
  settled: Settled | undefined
  /** Days since 1970 that hold as they are sealed, and how many of their events had arrived then. */
  days: { day: number; arrived: number }[]
  /** Days with events that are not sealed, or have changed since. */
  open: number[]
}

const DAY_MS = 86_400_000

/**
 * Undefined where bits would save nothing. What is found holds for as long as a question takes: a day that changes rests
 * for longer before it is sealed anew.
 */
export async function sealedIn(
  grid: DayGrid,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<Sealed | undefined> {
  if (project.sampling !== undefined) return undefined
  const rows = await ask<{ day: number; arrived: string; sealed: number; numbering: number }>(
    brief(sealedSql(grid, project.name)),
  )
  const [days, open] = [rows.filter(({ sealed }) => sealed), rows.filter(({ sealed }) => !sealed)]
  if (days.length === 0 || open.length > days.length) return undefined
  const last = days[0]?.numbering ?? 0
  const found = last === 0 ? undefined : await lastSettled(project.name, ask)
  const settled = found && isMoved(found, project) ? await withKept(found, { project, ask }) : found
  // Numbers of another numbering than the days have were settled a moment ago.
  if (settled && (settled.lost || settled.numbering !== last)) return undefined
  const sealed = {
    grid,
    project,
    settled,
    numbering: last || FIRST_NUMBERING,
    days: days.map(({ day, arrived }) => ({ day, arrived: Number(arrived) })),
    open: open.map(({ day }) => day),
  }
  return (await touchesFew(sealed, ask)) ? sealed : undefined
}

/** Whether aliases or decisions are others than when numbers were settled. */
const isMoved = ({ generation }: Settled, { joins }: Project): boolean => generation !== generationOf(joins)

const withKept = async (
  settled: Settled,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<Settled> => ({ ...settled, kept: await keptGeneration(project.name, settled.generation, ask) })

/** Whether looking up whom bits cannot speak for takes less than asking for everybody. */
async function touchesFew({ project, settled, numbering }: Sealed, ask: Asking['ask']): Promise<boolean> {
  const { name, joins } = project
  const [own, known] = [sql`project = ${bind('String', name)}`, (settled?.apart ?? 0) + (settled?.told ?? 0)]
  const moved = settled && isMoved(settled, project)
  if ((settled && !moved && areFew(known, 0)) || (!settled && !joins)) return true
  const merged =
    moved && joins?.generation !== undefined
      ? movedUsers(name, { ...joins, generation: joins.generation }, settled)
      : sql`SELECT 1 LIMIT 0`
  const links = sql`SELECT count() FROM ${settled ? sql`(${merged})` : sql`identities WHERE ${own}`}`
  const people = sql`SELECT count() FROM id_numbers WHERE ${own} AND numbering = ${bind('UInt32', numbering)}`
  const [row] = await ask<{ links: string; people: string }>(
    statement(sql`SELECT (${links}) AS links, (${people}) AS people`),
  )
  const touched = known + Number(row?.links ?? 0)
  return areFew(touched, Number(row?.people ?? 0))
}

const sealedSql = ({ calendar, first, days }: DayGrid, project: string): Sql => sql`
WITH ${lastNumbering(project)} AS last
SELECT day, arrived, toUInt32(last) AS numbering, (day, arrived) IN (
    SELECT day, arrived FROM sealed_people
    WHERE project = ${bind('String', project)} AND numbering = if(last = 0, ${bind('UInt32', FIRST_NUMBERING)}, last)
      AND calendar = ${bind('String', calendar)} AND event = ''
  ) AS sealed
FROM (${arrivedByDay(calendar, {
  project,
  from: first * DAY_MS - OFFSET_MS[calendar],
  to: (first + days) * DAY_MS - OFFSET_MS[calendar],
})})
WHERE events != 0`

/** The bits of some days as rows of `at`, the place of each span that a day lies in, and `people`; behind FROM. */
export function bitsOfSpans(
  { grid, project, numbering, days }: Sealed,
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
    FROM sealed_people
    WHERE project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', numbering)} AND calendar = ${bind('String', grid.calendar)}
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
