/** New numbers for every id of a project: one for all ids of a person, as they are joined now. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { personOf } from '../persons.ts'
import type { Numbered } from './numbers.ts'
import { placed } from './settle.ts'

export function newNumbersSql(known: Numbered, numbering: number): Sql {
  const person = personOf(known.project)
  const people = sql`SELECT DISTINCT person FROM (${placed(known, sql`${person} AS person`)})`
  return sql`
INSERT INTO id_numbers (project, numbering, person_id, is_anonymous, number)
SELECT ${bind('String', known.project.name)}, ${bind('UInt32', numbering)}, person_id, is_anonymous, number
FROM (${placed(known, sql`DISTINCT person_id, is_anonymous, ${person} AS person`)}) AS ids
ANY INNER JOIN (SELECT person AS numbered_person, toUInt32(rowNumberInAllBlocks() + 1) AS number FROM (${people})) AS numbers ON numbered_person = ids.person`
}
