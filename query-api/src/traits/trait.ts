/** A property of people that a question names: under which column it is found beside the events, and what it is there. */
import { createHash } from 'node:crypto'
import { name, type Sql, sql } from '@firefly/clickhouse/sql'

/** A property as a condition or a breakdown names it. Without a source it is one of the event. */
export interface Said {
  property: string
  source?: 'event' | 'user' | 'group' | undefined
  /** `now` when not given: what is known of the person today; `event`: what was known when the event happened. */
  asOf?: 'now' | 'event' | undefined
}

export interface Trait {
  source: 'user' | 'group'
  property: string
  asOf: 'now' | 'event'
  /** Whether only the last word counts; else the words before it do too, as in an increment. */
  lastCounts: boolean
}

/** The property of people that names the group they are in; a `group` event sets it. */
export const GROUP = '$group'

/** Whether it is one of the person, or of the group that the person is in. */
export const isOfPerson = ({ source }: Said): boolean => source === 'user' || source === 'group'

/** The name of such a property is its user's text, which never becomes part of a statement. */
export function columnOf({ source = 'user', property, asOf = 'now' }: Said, what: string): Sql {
  const digest = createHash('sha256').update(property).digest('hex').slice(0, 16)
  return name(`${source}_${asOf}_${digest}_${what}`)
}

/** Its value on an event, as text; empty where there is none. */
export function traitText(said: Said): Sql {
  const values = columnOf(said, 'value')
  if (said.source === 'group' || said.asOf !== 'event') return values
  return sql`${values}[arrayLastIndex(since -> since <= time, ${columnOf(said, 'since')})]`
}

/** Every property of people and their groups in a question, once; what a group's depends on comes before it. */
export function traitsIn(question: unknown): Omit<Trait, 'lastCounts'>[] {
  const found = new Map<string, Omit<Trait, 'lastCounts'>>()
  const add = (one: Omit<Trait, 'lastCounts'>): void =>
    void found.set(`${one.source} ${one.asOf} ${one.property}`, one)
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { property, source, asOf = 'now' } = value as Partial<Said>
    if ((source === 'user' || source === 'group') && property !== undefined) {
      if (source === 'group') add({ source: 'user', property: GROUP, asOf })
      add({ source, property, asOf })
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(question)
  return [...found.values()].toSorted((a, b) => Number(a.source === 'group') - Number(b.source === 'group'))
}
