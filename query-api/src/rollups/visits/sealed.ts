/** Which days of a range have their sessions sealed, and what of it has to be asked of the events. */
import { bind, brief, join, naturals, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Asking } from '../../analyses/analysis.ts'
import type { Project } from '../../persons.ts'
import type { Range } from '../../range.ts'
import { arrivedByDay } from '../arrived.ts'

export interface SealedVisits {
  project: Project
  /** Days since 1970 that hold as they are sealed, and the seal of each. */
  days: { day: number; seal: string }[]
  /** Stretches of the range that are not sealed, in Unix milliseconds, half-open. */
  open: { from: number; to: number }[]
  /** Whether some sealed sessions are kept as their moments. */
  hasMoments: boolean
}

const DAY_MS = 86_400_000

/** Undefined where most would be asked of the events anyway. */
export async function sealedVisitsIn(
  range: Range,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<SealedVisits | undefined> {
  const [first, end] = [Math.floor(range.from / DAY_MS), Math.ceil(range.to / DAY_MS)]
  const rows = await ask<{ day: number; events: string; seal: string }>(
    brief(sealsSql(project.name, first, end)),
  )
  const isWhole = (day: number): boolean => day * DAY_MS >= range.from && (day + 1) * DAY_MS <= range.to
  const isSealed = ({ day, seal }: { day: number; seal: string }): boolean => seal !== '0' && isWhole(day)
  const count = (of: typeof rows): number => of.reduce((sum, { events }) => sum + Number(events), 0)
  const [sealed, left] = [rows.filter(isSealed), rows.filter((row) => !isSealed(row))]
  if (sealed.length === 0 || count(left) > count(sealed)) return undefined
  const found = { project, days: sealed, open: stretches(range, left) }
  const some = await ask(
    brief(sql`SELECT 1 FROM sealed_visits WHERE ${inSeals(found)} AND alone = 0 LIMIT 1`),
  )
  return { ...found, hasMoments: some.length > 0 }
}

/** Days as far as they lie in the range, those side by side as one. */
function stretches(range: Range, days: readonly { day: number }[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const { day } of days) {
    const from = Math.max(range.from, day * DAY_MS)
    const to = Math.min(range.to, (day + 1) * DAY_MS)
    const last = found.at(-1)
    if (last?.to === from) last.to = to
    else found.push({ from, to })
  }
  return found
}

/** Days with events, each with its seal; 0 where it has none that holds. */
const sealsSql = (project: string, first: number, end: number): Sql => sql`
SELECT days.day AS day, days.events AS events, seals.seal AS seal
FROM (${arrivedByDay('utc', { project, from: first * DAY_MS, to: end * DAY_MS })}) AS days
LEFT JOIN (
  SELECT day, arrived, max(seal) AS seal FROM visit_seals WHERE project = ${bind('String', project)} GROUP BY day, arrived
) AS seals ON seals.day = days.day AND seals.arrived = days.arrived
WHERE days.events != 0
ORDER BY day`

/** Rows of `sealed_visits` that are asked for. */
export const inSeals = ({ project, days }: Pick<SealedVisits, 'project' | 'days'>): Sql => sql`
  project = ${bind('String', project.name)} AND (day, seal) IN (SELECT arrayJoin(arrayZip(${bind(
    'Array(Int64)',
    days.map(({ day }) => day),
  )}, ${naturals(days.map(({ seal }) => seal))})))`

/** Events that are asked for; no function around the time, so that whole granules are left out. */
export const inOpen = ({ open }: SealedVisits): Sql =>
  open.length === 0
    ? sql`0`
    : sql`(${join(
        open.map(
          ({ from, to }) =>
            sql`time >= fromUnixTimestamp64Milli(${bind('Int64', from)}) AND time < fromUnixTimestamp64Milli(${bind('Int64', to)})`,
        ),
        ' OR ',
      )})`
