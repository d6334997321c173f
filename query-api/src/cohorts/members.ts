/** Members of a cohort in the store: written once under a version, read by it. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { joinedIds } from '../identity/joined-ids.ts'
import type { Project } from '../persons.ts'
import type { Members } from './membership.ts'

/** Whoever was joined since is looked up, so that a list once given still means the same people. */
export function memberIds({ name, joins }: Project, members: Members['members']): Sql {
  const kept = keptSql(name, members)
  if (!joins) return kept
  return sql`${kept} UNION ALL SELECT joined_person FROM (${joinedIds(name, joins)})
      WHERE joined_id IN (${kept}) OR bitNot(joined_id) IN (${kept})`
}

const keptSql = (project: string, { of, version }: Members['members']): Sql =>
  sql`SELECT person FROM cohort_members
      WHERE project = ${bind('String', project)} AND cohort = ${bind('String', of)} AND version = ${bind('UInt64', version)}`

export interface Keeping {
  project: string
  cohort: string
  version: number
  /** Rows that nobody needs any more go by themselves then. */
  expires: Date
}

/** As many pages as there are, one in memory; gives how many members they have. */
export async function keepMembers(
  { project, cohort, version, expires }: Keeping,
  pages: AsyncIterable<readonly string[]>,
  store: Pick<Store, 'insert'>,
): Promise<number> {
  const until = expires.toISOString().slice(0, 19).replace('T', ' ')
  let [size, page] = [0, 0]
  for await (const persons of pages) {
    const lines = persons.map((person) => `${JSON.stringify([project, cohort, version, person, until])}\n`)
    await store.insert({
      table: 'cohort_members',
      columns: ['project', 'cohort', 'version', 'person', 'expires'],
      lines: Buffer.from(lines.join('')),
      token: `cohort_members:${cohort}:${version}:${page++}`,
    })
    size += persons.length
  }
  return size
}
