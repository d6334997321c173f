/** What the node of an event is called; empty where it is none. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { shownOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { pageOf, screenOf } from '../../pages.ts'
import { EVENTS, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { PathPlan } from './plan.ts'

/** Text as the number that it is counted under: sessions of numbers are gathered and sorted several times as fast. */
export const numberOfText = (text: Sql): Sql => sql`xxHash64(${text})`

/** The number of a node, 0 where an event is none; of rows that are `called` and `numbered`. */
export const nodeOf = (plan: PathPlan): Sql => (isPlain(plan) ? sql`numbered` : numberOfNode(nodeText(plan)))

const numberOfNode = (text: Sql): Sql => sql`if(${text} = '', 0, ${numberOfText(text)})`

/** Whether an event is its node just as it is called. */
export const isPlain = ({ filters, include, exclude, groups }: PathPlan): boolean =>
  [filters, include, exclude, groups].every((all) => all === undefined || all.length === 0)

/** The same as text. */
export function nodeText(plan: PathPlan): Sql {
  const name = grouped(plan, sql`called`)
  const wanted = [allOf(plan.filters, plan.range.zone), ...chosen(plan, name)]
  return sql`if(${join(wanted, ' AND ')}, ${name}, '')`
}

export interface Kind {
  events: Sql
  called: Sql
  /** The number of what they are called: of names, which are few, each is made a number once. */
  numbered: Sql
}

/**
 * The events of the range, behind FROM, each with what it is `called` and `numbered`. Pages, screens and all others are read apart, since the
 * table is sorted by name and only the screens have to look into their properties.
 */
export const calledEvents = (
  plan: PathPlan,
  project: Project,
  { kinds = kindsOf(plan, project), only = sql`1` }: { kinds?: readonly Kind[]; only?: Sql | undefined } = {},
): Sql =>
  sql`(${join(
    kinds.map(
      ({
        events,
        called,
        numbered,
      }) => sql`SELECT *, person_id, is_anonymous, ${called} AS called, ${numbered} AS numbered FROM ${EVENTS}
                    WHERE ${inScope(project, plan.range)} AND ${only} AND ${events}`,
    ),
    '\nUNION ALL\n',
  )}) AS named`

const NAME: Sql = sql`toString(event)`

export function kindsOf({ by, range }: PathPlan, project: Project): [Kind, ...Kind[]] {
  const page = pageOf(project)
  if (by === '$pathname') return [kind(sql`1`, sql`if(event = '$pageview', ${page}, '')`)]
  if (by !== 'event') return [kind(sql`1`, sql`toString(${shownOf(by, range.zone, project)})`)]
  return [
    { ...kind(sql`event NOT IN ('$pageview', '$screen')`, NAME), numbered: OF_NAME },
    orName(sql`event = '$pageview'`, page),
    orName(sql`event = '$screen'`, screenOf(project)),
  ]
}

const kind = (events: Sql, called: Sql): Kind => ({ events, called, numbered: numberOfNode(called) })
const orName = (events: Sql, called: Sql): Kind => ({
  events,
  called: sql`if(${called} = '', ${NAME}, ${called})`,
  numbered: sql`if(${called} = '', ${OF_NAME}, ${numberOfText(called)})`,
})
const OF_NAME: Sql = numberOfNode(sql`event`)

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
