/** Finds the names behind the numbers of nodes: first among those that are known anyway, then in some events, then in all. */
import { bind, integer, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import { eventsOf, type Project } from '../../persons.ts'
import type { Asking } from '../analysis.ts'
import { calledEvents, kindsOf, nodeText, numberOfText } from './nodes.ts'
import type { PathPlan } from './plan.ts'
import { BETWEEN, type PathRow } from './sql.ts'

export type Names = ReadonlyMap<string, string>

/** Rows of one kind of events that mostly have all names which many sessions share. */
const SOME = 500_000

/** Names by number, for every node of a link. */
export async function namesOf(
  { links }: PathRow,
  plan: PathPlan,
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): Promise<Names> {
  const names = new Map<string, string>()
  const wanted = new Set(links.flatMap(([, node, next]) => [node, next]))
  for (const texts of [knownTexts(plan, project), textsIn(plan, project, SOME), textsIn(plan, project)]) {
    const missing = [...wanted].filter((node) => !names.has(node))
    if (missing.length === 0) break
    const rows = await ask<{ node: string; name: string }>(statement(namesSql(texts, missing)))
    for (const { node, name } of rows) names.set(node, name)
  }
  return names
}

const namesSql = (texts: Sql, nodes: readonly string[]): Sql => sql`
SELECT toString(${numberOfText(sql`text`)}) AS node, any(text) AS name
FROM (${texts})
WHERE ${numberOfText(sql`text`)} IN (SELECT toUInt64(arrayJoin(${bind('Array(String)', nodes)})))
GROUP BY node`

/** What the question says itself, and the names of events. */
function knownTexts({ by, groups }: PathPlan, project: Project): Sql {
  const said = [BETWEEN, ...groups.map(({ name }) => name)]
  const own = sql`SELECT arrayJoin(${bind('Array(String)', said)}) AS text`
  if (by !== 'event') return own
  return sql`${own} UNION ALL SELECT DISTINCT toString(event) FROM catalogue_events WHERE project = ${bind('String', project.name)}`
}

/** The texts of events, of each kind no more than so many. */
const textsIn = (plan: PathPlan, project: Project, most?: number): Sql =>
  join(
    kindsOf(plan, project).map(
      (
        kind,
      ) => sql`SELECT ${nodeText(plan)} AS text FROM ${eventsOf(project, calledEvents(plan, project, { kinds: [kind] }))}
${most === undefined ? sql`` : sql`LIMIT ${integer(most)}`}`,
    ),
    '\nUNION ALL\n',
  )
