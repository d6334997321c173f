/** What happens now: by a window that was counted as it came, else by the events: what is there first, then who stands behind what is shown of it. */
import { statement } from '@firefly/clickhouse/sql'
import type { RealtimeQuery, RealtimeResult } from '@firefly/protocol/query/realtime'
import { grouped } from '../../grouped.ts'
import type { Analysed, Asking } from '../analysis.ts'
import { fitsBits, type PeopleRow, peopleSql, withPeople } from './people.ts'
import { planRealtime, type RealtimePlan } from './plan.ts'
import { shapeRealtime } from './shape.ts'
import { countsSql, type ListedRow, namedRows, type RealtimeRow, realtimeSql } from './sql.ts'

export async function runRealtime(query: RealtimeQuery, asking: Asking): Promise<Analysed<RealtimeResult>> {
  const plan = planRealtime(query, asking.zone, asking.now)
  const rows = plan.minutes.length > 0 ? await rowsOf(plan, asking) : []
  return { range: plan.range, result: shapeRealtime(plan, rows) }
}

async function rowsOf(plan: RealtimePlan, asking: Asking): Promise<RealtimeRow[]> {
  const { windows, project } = asking
  const told = await windows?.rowsOf(plan, project)
  if (told) return told
  const rows = await readRows(plan, asking)
  windows?.consider(plan, project, Number(rows.find(({ list }) => list === 'all')?.count ?? 0))
  return rows
}

async function readRows(plan: RealtimePlan, { project, ask }: Asking): Promise<RealtimeRow[]> {
  if (!fitsBits(plan)) return namedRows(await ask<ListedRow>(statement(realtimeSql(plan, project))))
  const counts = shownOf(namedRows(await ask<ListedRow>(statement(countsSql(plan, project)))), plan)
  const people = await ask<PeopleRow>(statement(peopleSql(plan, project, counts)))
  return withPeople(counts, people, plan)
}

/** Minutes all of them, of names the most frequent ones. */
const shownOf = (rows: readonly RealtimeRow[], { limit }: RealtimePlan): RealtimeRow[] =>
  [...grouped(rows, ({ list }) => list)].flatMap(([list, of]) =>
    list === 'minute' ? of : of.slice(0, limit),
  )
