/** How ids stand to each other, looked up by themselves: for operators, who name ids and not people. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Ask } from './joins.ts'
import { undonePairs } from './joined-ids.ts'

/** Whose an id is, as a user id: the user it was given to first, or itself. */
export async function userBehind(project: string, id: string, ask: Ask): Promise<string> {
  const own = sql`xxHash64(${bind('String', id)})`
  const [row] = await ask<{ is_user: number; owner: string }>(
    statement(sql`
SELECT countIf(to_hash = ${own} AND kind != 'unlink') > 0 AS is_user, argMinIf(to_id, said_first, ${isLinkOf(own, project)}) AS owner
FROM identities WHERE project = ${bind('String', project)} AND (from_hash = ${own} OR to_hash = ${own})`),
  )
  return row && !row.is_user && row.owner !== '' ? row.owner : id
}

const isLinkOf = (own: Sql, project: string): Sql =>
  sql`from_hash = ${own} AND kind != 'unlink' AND (from_hash, to_hash) NOT IN (${undonePairs(project)})`

/** Every id that something joins with this one directly, and that nobody has undone. */
export async function linkedWith(project: string, id: string, most: number, ask: Ask): Promise<string[]> {
  const own = sql`xxHash64(${bind('String', id)})`
  const near = (table: Sql, more: Sql): Sql => sql`
  SELECT if(from_hash = ${own}, to_id, from_id) AS other, from_hash, to_hash FROM ${table}
  WHERE project = ${bind('String', project)} AND (from_hash = ${own} OR to_hash = ${own}) ${more}`
  const rows = await ask<{ other: string }>(
    statement(sql`
SELECT DISTINCT other FROM (${near(sql`identities`, sql`AND kind != 'unlink'`)} UNION ALL ${near(sql`identity_decisions`, sql`AND kind = 'merge'`)})
WHERE (from_hash, to_hash) NOT IN (${undonePairs(project)}) AND other != ${bind('String', id)}
ORDER BY other LIMIT ${bind('UInt32', most)}`),
  )
  return rows.map(({ other }) => other)
}
