/** The value of a property for each person, as SQL: what events said about it, one after the other. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { ofPeople, personOf, type Project } from '../persons.ts'
import { columnOf, groupText, type Trait } from './trait.ts'

/** Beside an event: the column of its person's value, or those of all values and since when each held. */
export function valuesBeside(project: Project, trait: Trait): Sql {
  const changes = trait.source === 'group' ? ofGroups(project, trait) : ofPersons(project, trait)
  return sql`LEFT ANY JOIN (${trait.asOf === 'now' ? valuesNow(trait, changes) : valuesEver(trait, changes)}
  ) AS ${columnOf(trait, 'known')} ON ${columnOf(trait, 'whose')} = ${changes.asked}`
}

/** What was said, of whom, and whose values an event asks for. */
interface Changes {
  /** Behind FROM; what has no name was said of all properties. */
  rows: Sql
  /** Whom a change is about. */
  whose: Sql
  /** A row that was stored twice was said once. */
  said: Sql
  /** Who is asked about, beside an event. */
  asked: Sql
}

const ofPersons = (project: Project, trait: Trait): Changes => ({
  rows: sql`${ofPeople(sql`user_changes`, project)} WHERE ${inProject(project, trait)}`,
  whose: personOf(project),
  said: SAID,
  asked: personOf(project),
})

const ofGroups = (project: Project, trait: Trait): Changes => ({
  rows: sql`group_changes WHERE ${inProject(project, trait)} AND group_type = ${bind('String', trait.groupType)}`,
  whose: sql`group_id`,
  said: sql`arraySort(groupUniqArray((time, log_partition, log_offset, place, toString(kind), value)))`,
  asked: groupText(trait),
})

const inProject = (project: Project, { property }: Trait): Sql =>
  sql`project = ${bind('String', project.name)} AND name IN ${bind('Array(String)', [property, ''])}`

/** Unset and deleted properties have an empty value, so that often the last word is the value. */
function valuesNow(trait: Trait, { rows, whose, said }: Changes): Sql {
  const value = trait.lastCounts ? sql`argMax(if(kind = 'set', value, ''), ${ORDER})` : folded(said)
  return sql`
    SELECT ${whose} AS ${columnOf(trait, 'whose')}, ${value} AS ${columnOf(trait, 'value')}
    FROM ${rows}
    GROUP BY ${columnOf(trait, 'whose')}`
}

function valuesEver(trait: Trait, { rows, whose, said }: Changes): Sql {
  const values = trait.lastCounts
    ? sql`arrayMap(said -> if(said.5 = 'set', said.6, ''), words)`
    : sql`arrayPopFront(arrayFold((known, said) -> arrayPushBack(known, ${after(sql`known[-1]`, sql`said`)}), words, ['']))`
  return sql`
    SELECT ${columnOf(trait, 'whose')}, arrayMap(said -> said.1, words) AS ${columnOf(trait, 'since')}, ${values} AS ${columnOf(trait, 'value')}
    FROM (SELECT ${whose} AS ${columnOf(trait, 'whose')}, ${said} AS words
    FROM ${rows}
    GROUP BY ${columnOf(trait, 'whose')})`
}

/** The order in which things were said. */
export const ORDER: Sql = sql`(time, log_partition, log_offset, place)`
const SAID: Sql = sql`arraySort(groupUniqArray((time, log_partition, log_offset, place, toString(kind), value, message_id)))`

/** The value after all words, over the changes of one property and person. */
const folded = (said: Sql): Sql =>
  sql`arrayFold((known, said) -> ${after(sql`known`, sql`said`)}, ${said}, '')`
export const knownNow: Sql = folded(SAID)

/** The value after one more word. An increment of what is no number begins at 0; a value that is no list becomes the first of one. */
function after(known: Sql, said: Sql): Sql {
  const number = (text: Sql): Sql => sql`ifNull(toFloat64OrNull(${text}), 0)`
  return sql`multiIf(${said}.5 = 'set', ${said}.6, ${said}.5 = 'set_once', if(${known} = '', ${said}.6, ${known}),
      ${said}.5 = 'increment', toString(${number(known)} + ${number(sql`${said}.6`)}),
      ${said}.5 = 'append', multiIf(${known} IN ('', '[]'), ${said}.6, ${said}.6 = '[]', ${known},
        startsWith(${known}, '[') AND endsWith(${known}, ']'), concat(substring(${known}, 1, length(${known}) - 1), ',', substring(${said}.6, 2)),
        concat('[', toJSONString(${known}), ',', substring(${said}.6, 2))), '')`
}
