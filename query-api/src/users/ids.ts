/** All the ids of one person, as text: those they were seen under, and those that were joined to them by anything that was said. */
import { bind, name, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { joinedIds } from '../identity/joined-ids.ts'
import { type Ask, findProject } from '../identity/joins.ts'
import { eventsOf, personOfId, type Project } from '../persons.ts'
import { ofPerson } from './profile.ts'

/** The id that was asked for is always one of them, and comes first. */
export async function idsOfPerson(store: Store, project: string, distinctId: string): Promise<string[]> {
  const ask: Ask = async (select) => (await store.query<never>(select)).rows
  const found = await findProject(project, ask, store)
  const seen = await ask<{ id: string }>(statement(seenSql(found, distinctId)))
  const said = found.joins ? await ask<{ id: string }>(statement(saidSql(found, distinctId))) : []
  return [...new Set([distinctId, ...seen.map(({ id }) => id), ...said.map(({ id }) => id)])]
}

/** An event that came with a user id is that user's: the device's own id on it may be somebody else's. */
const seenSql = (project: Project, distinctId: string): Sql => sql`
SELECT DISTINCT if(user_id != '', user_id, anonymous_id) AS id FROM ${eventsOf(project)}
WHERE ${ofPerson(project, distinctId)}`

/** A user id stands among the joined ones as its hash, an anonymous one as the complement of it. */
function saidSql(project: Project, distinctId: string): Sql {
  const own = sql`(
    SELECT joined_id FROM (${joinedIds(project.name, project.joins ?? { generation: undefined })})
    WHERE joined_person = ${personOfId(project, distinctId)}
    UNION ALL SELECT ${personOfId(project, distinctId)}
  )`
  const side = (id: 'from_id' | 'to_id'): Sql => sql`
  SELECT ${name(id)} AS id, xxHash64(${name(id)}) AS hash FROM identities WHERE project = ${bind('String', project.name)}`
  return sql`
SELECT DISTINCT id FROM (${side('from_id')} UNION ALL ${side('to_id')})
WHERE hash IN ${own} OR bitNot(hash) IN ${own}`
}
