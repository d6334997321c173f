/** What was said of a person, word by word, and which saved lists they are on. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { ofPeople, personOfId, type Project } from '../persons.ts'
import { ORDER } from '../traits/values.ts'
import { ofPerson } from '../users/profile.ts'

export interface ChangeRow {
  said: string
  property: string
  value: string
  at: string | number
}

/** A word that was stored twice was said once. */
export const changesSql = (
  project: Project,
  distinctId: string,
  { after, most }: { after: number; most: number },
): Sql => sql`
SELECT toString(kind) AS said, toString(name) AS property, value, toUnixTimestamp64Milli(time) AS at
FROM ${ofPeople(sql`user_changes`, project)}
WHERE ${ofPerson(project, distinctId)}
GROUP BY kind, name, value, time, log_partition, log_offset, place, message_id
ORDER BY ${ORDER}, said, property
LIMIT ${integer(most)} OFFSET ${integer(after)}`

export interface MembershipRow {
  cohort: string
}

export const membershipsSql = (project: Project, distinctId: string): Sql => sql`
SELECT DISTINCT cohort FROM cohort_members
WHERE project = ${bind('String', project.name)} AND person = ${personOfId(project, distinctId)}
ORDER BY cohort`
