/** A property of people that a question names: under which column it is found beside the events, and what it is there. */
import { createHash } from 'node:crypto'
import { bind, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { GROUP, GROUPS, membershipOf } from '@firefly/protocol/groups'

/** A property as a condition or a breakdown names it. Without a source it is one of the event. */
export interface Said {
  property: string
  source?: 'event' | 'user' | 'group' | undefined
  /** Of a group: which of the types it is; the one without a name when not given. */
  groupType?: string | undefined
  /** `now` when not given: what is known of the person today; `event`: what was known when the event happened. */
  asOf?: 'now' | 'event' | undefined
}

export interface Trait {
  source: 'user' | 'group'
  groupType: string
  property: string
  asOf: 'now' | 'event'
  /** Whether only the last word counts; else the words before it do too, as in an increment. */
  lastCounts: boolean
}

/** Whether it is one of the person, or of the group that the person is in. */
export const isOfPerson = ({ source }: Said): boolean => source === 'user' || source === 'group'

/** The name of such a property is its user's text, which never becomes part of a statement. */
export function columnOf(
  { source = 'user', groupType = '', property, asOf = 'now' }: Said,
  what: string,
): Sql {
  const named = groupType === '' ? property : JSON.stringify([groupType, property])
  const digest = createHash('sha256').update(named).digest('hex').slice(0, 16)
  return name(`${source}_${asOf}_${digest}_${what}`)
}

/** Its value on an event, as text; empty where there is none. */
export function traitText(said: Said): Sql {
  if (isGroup(said)) return groupText(said)
  const values = columnOf(said, 'value')
  if (said.asOf !== 'event') return values
  return sql`${values}[arrayLastIndex(since -> since <= time, ${columnOf(said, 'since')})]`
}

/** Whether it is the group itself that is asked for, by its id. */
export const isGroup = ({ source, property }: Pick<Said, 'source' | 'property'>): boolean =>
  source === 'group' && property === GROUP

/** The group of an event: the one it names itself, or the one its person is in. */
export function groupText({ groupType = '', asOf }: Pick<Said, 'groupType' | 'asOf'>): Sql {
  const membership = traitText({ source: 'user', property: membershipOf(groupType), asOf })
  if (groupType === '') return membership
  const own = sql`JSONExtractString(properties[${bind('String', GROUPS)}], ${bind('String', groupType)})`
  return sql`if(${own} = '', ${membership}, ${own})`
}

/** Every property of people and their groups in a question, once; what a group's depends on comes before it. */
export function traitsIn(question: unknown): Omit<Trait, 'lastCounts'>[] {
  const found = new Map<string, Omit<Trait, 'lastCounts'>>()
  const add = (one: Omit<Trait, 'lastCounts'>): void =>
    void found.set(JSON.stringify([one.source, one.groupType, one.asOf, one.property]), one)
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { property, source, groupType = '', asOf = 'now' } = value as Partial<Said>
    if ((source === 'user' || source === 'group') && property !== undefined) {
      if (source === 'group') add({ source: 'user', groupType: '', property: membershipOf(groupType), asOf })
      if (!isGroup({ source, property })) add({ source, groupType, property, asOf })
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(question)
  return [...found.values()].toSorted((a, b) => Number(a.source === 'group') - Number(b.source === 'group'))
}
