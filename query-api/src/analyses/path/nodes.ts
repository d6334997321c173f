/** What the node of an event is called; empty where it is none. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { textOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { PAGE, SCREEN } from '../../pages.ts'
import type { PathPlan } from './plan.ts'

export function nodeOf(plan: PathPlan): Sql {
  const name = grouped(plan, nameOf(plan))
  const wanted = [allOf(plan.filters, plan.range.zone), ...chosen(plan, name)]
  return sql`if(${join(wanted, ' AND ')}, ${name}, '')`
}

function nameOf({ by, range }: PathPlan): Sql {
  if (by === '$pathname') return sql`if(event = '$pageview', ${PAGE}, '')`
  if (by !== 'event') return sql`toString(${textOf(by, range.zone)})`
  const or = (name: Sql): Sql => sql`if(${name} = '', toString(event), ${name})`
  return sql`multiIf(event = '$pageview', ${or(PAGE)}, event = '$screen', ${or(SCREEN)}, toString(event))`
}

/** The first pattern that matches gives the name. */
function grouped({ groups }: PathPlan, name: Sql): Sql {
  if (groups.length === 0) return name
  const cases = groups.map(
    (group) =>
      sql`${name} != '' AND match(${name}, ${bind('String', group.pattern)}), ${bind('String', group.name)}`,
  )
  return sql`multiIf(${join(cases, ', ')}, ${name})`
}

function chosen({ include, exclude }: PathPlan, name: Sql): Sql[] {
  const among = (names: readonly string[]): Sql => {
    const list = bind('Array(String)', names)
    return sql`(event IN ${list} OR ${name} IN ${list})`
  }
  return [...(include ? [among(include)] : []), ...(exclude ? [sql`NOT ${among(exclude)}`] : [])]
}
