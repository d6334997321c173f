/** The value of a property for each person, as SQL: what events said about it, one after the other. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { ofPeople, personOf, type Project } from '../persons.ts'
import { columnOf, GROUP, type Trait, traitText } from './trait.ts'

/** Beside an event: the column of its person's value, or those of all values and since when each held. */
export function valuesBeside(project: Project, trait: Trait): Sql {
  if (trait.source === 'group') return groupValues(project, trait)
  const whose = columnOf(trait, 'whose')
  return sql`LEFT ANY JOIN (${trait.asOf === 'now' ? valuesNow(project, trait) : valuesEver(project, trait)}
  ) AS ${columnOf(trait, 'known')} ON ${whose} = ${personOf(project)}`
}

/** Of the group, what is known now; of which group the person is, as of now or as of the event. */
function groupValues(project: Project, trait: Trait): Sql {
  const { property, asOf } = trait
  return sql`LEFT ANY JOIN (
    SELECT group_id AS ${columnOf(trait, 'whose')}, argMax(value, ${ORDER}) AS ${columnOf(trait, 'value')}
    FROM group_changes
    WHERE project = ${bind('String', project.name)} AND name = ${bind('String', property)}
    GROUP BY group_id
  ) AS ${columnOf(trait, 'known')} ON ${columnOf(trait, 'whose')} = ${traitText({ source: 'user', property: GROUP, asOf })}`
}

/** Unset and deleted properties have an empty value, so that often the last word is the value. */
function valuesNow(project: Project, trait: Trait): Sql {
  const value = trait.lastCounts ? sql`argMax(if(kind = 'set', value, ''), ${ORDER})` : knownNow
  return sql`
    SELECT ${personOf(project)} AS ${columnOf(trait, 'whose')}, ${value} AS ${columnOf(trait, 'value')}
    FROM ${changesOf(project, trait)}`
}

function valuesEver(project: Project, trait: Trait): Sql {
  const values = trait.lastCounts
    ? sql`arrayMap(said -> if(said.5 = 'set', said.6, ''), words)`
    : sql`arrayPopFront(arrayFold((known, said) -> arrayPushBack(known, ${after(sql`known[-1]`, sql`said`)}), words, ['']))`
  return sql`
    SELECT ${columnOf(trait, 'whose')}, arrayMap(said -> said.1, words) AS ${columnOf(trait, 'since')}, ${values} AS ${columnOf(trait, 'value')}
    FROM (SELECT ${personOf(project)} AS ${columnOf(trait, 'whose')}, ${SAID} AS words
    FROM ${changesOf(project, trait)})`
}

/** What has no name was said of all properties. */
const changesOf = (project: Project, trait: Trait): Sql => sql`${ofPeople(sql`user_changes`, project)}
    WHERE project = ${bind('String', project.name)} AND name IN ${bind('Array(String)', [trait.property, ''])}
    GROUP BY ${columnOf(trait, 'whose')}`

/** The order in which things were said. */
export const ORDER: Sql = sql`(time, log_partition, log_offset, place)`
/** A row that was stored twice was said once. */
const SAID: Sql = sql`arraySort(groupUniqArray((time, log_partition, log_offset, place, toString(kind), value, message_id)))`

/** The value after all words, over the changes of one property and person. */
export const knownNow: Sql = sql`arrayFold((known, said) -> ${after(sql`known`, sql`said`)}, ${SAID}, '')`

/** The value after one more word. An increment of what is no number begins at 0; a value that is no list becomes the first of one. */
function after(known: Sql, said: Sql): Sql {
  const number = (text: Sql): Sql => sql`ifNull(toFloat64OrNull(${text}), 0)`
  return sql`multiIf(${said}.5 = 'set', ${said}.6, ${said}.5 = 'set_once', if(${known} = '', ${said}.6, ${known}),
      ${said}.5 = 'increment', toString(${number(known)} + ${number(sql`${said}.6`)}),
      ${said}.5 = 'append', multiIf(${known} IN ('', '[]'), ${said}.6, ${said}.6 = '[]', ${known},
        startsWith(${known}, '[') AND endsWith(${known}, ']'), concat(substring(${known}, 1, length(${known}) - 1), ',', substring(${said}.6, 2)),
        concat('[', toJSONString(${known}), ',', substring(${said}.6, 2))), '')`
}
