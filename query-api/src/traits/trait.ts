/** A property of people that a question names: under which column it is found beside the events, and what it is there. */
import { createHash } from 'node:crypto'
import { name, type Sql, sql } from '@firefly/clickhouse/sql'

/** A property as a condition or a breakdown names it. Without a source it is one of the event. */
export interface Said {
  property: string
  source?: 'event' | 'user' | undefined
  /** `now` when not given: what is known of the person today; `event`: what was known when the event happened. */
  asOf?: 'now' | 'event' | undefined
}

export interface Trait {
  property: string
  asOf: 'now' | 'event'
  /** Whether only the last word counts; else the words before it do too, as in an increment. */
  lastCounts: boolean
}

export const isOfUser = (said: Said): boolean => said.source === 'user'

/** The name of a user property is its user's text, which never becomes part of a statement. */
export function columnOf({ property, asOf = 'now' }: Pick<Said, 'property' | 'asOf'>, what: string): Sql {
  const digest = createHash('sha256').update(property).digest('hex').slice(0, 16)
  return name(`user_${asOf}_${digest}_${what}`)
}

/** Its value on an event, as text; empty where there is none. */
export function traitText(said: Said): Sql {
  const values = columnOf(said, 'value')
  if (said.asOf !== 'event') return values
  return sql`${values}[arrayLastIndex(since -> since <= time, ${columnOf(said, 'since')})]`
}

/** Every property of people in a question, once. */
export function traitsIn(question: unknown): Omit<Trait, 'lastCounts'>[] {
  const found = new Map<string, Omit<Trait, 'lastCounts'>>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { property, source, asOf = 'now' } = value as Partial<Said>
    if (source === 'user' && property !== undefined) found.set(`${asOf} ${property}`, { property, asOf })
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(question)
  return [...found.values()]
}
