/** What a key may see of the values of properties: all those up to its level, and of the others only whether they are there. */
import { createHash } from 'node:crypto'
import { type Sql, bind, sql } from '@firefly/clickhouse/sql'
import { GROUP, GROUPS } from '@firefly/protocol/groups'
import { MASK } from '@firefly/protocol/plan'
import { isComputed, parseComputed, propertiesIn } from '../computed/parse.ts'

export interface Sight {
  /** The most sensitive level of values, 1 to 5, that are shown as they are. */
  maySee: number
  /** The level of a property that is hidden; undefined where its values may be seen. */
  levelOf(property: string): number | undefined
  /** Every property that is hidden. */
  hidden: readonly string[]
  /** The same for all that see the same: part of the name of every answer that is remembered. */
  name: string
}

/** Levels of the properties of a project that are more sensitive than 1, by name. */
export type Levels = ReadonlyMap<string, number>

/** These say what happened and when, which every answer does anyway. */
const ALWAYS_SHOWN = new Set(['$event', '$hour', '$weekday'])

export function sightOf(maySee: number, levels: Levels): Sight {
  const hidden = [...levels]
    .filter(([property, level]) => level > maySee && !ALWAYS_SHOWN.has(property))
    .map(([property]) => property)
    .toSorted()
  const hiding = new Set(hidden)
  const levelOf = (property: string): number | undefined =>
    hiding.has(property) ? levels.get(property) : undefined
  const name = createHash('sha256').update(JSON.stringify(hidden)).digest('hex')
  return { maySee, levelOf, hidden, name }
}

/** The level of what a question asks for; of what is computed, that of the most sensitive property it is made of. */
export function levelAsked(
  property: string,
  { levelOf, hidden }: Pick<Sight, 'levelOf' | 'hidden'>,
): number | undefined {
  const levels = namesIn(property, hidden)
    .map(levelOf)
    .filter((level) => level !== undefined)
  return levels.length === 0 ? undefined : Math.max(...levels)
}

/** Which group it is may be told by the property of people of any type, and by the one of events that names them all. */
function namesIn(property: string, hidden: readonly string[]): readonly string[] {
  if (isComputed(property)) return propertiesIn(parseComputed(property))
  const isOfGroups = (name: string): boolean => name === GROUPS || name.startsWith(`${GROUP}_`)
  return property === GROUP ? [property, ...hidden.filter(isOfGroups)] : [property]
}

/** Whoever asks on their own behalf and not for a key, as the schedule of cohorts does. */
export const SEES_ALL: Sight = sightOf(5, new Map())

/** A value as text that stands beside others: where it is hidden, all that there are look the same. */
export const masked = (text: Sql): Sql => sql`if(${text} != '', ${bind('String', MASK)}, '')`

/** A value that is about to be shown, empty where there is none. */
export const seen = (property: string, value: string, sight: Pick<Sight, 'levelOf'>): string =>
  value !== '' && sight.levelOf(property) !== undefined ? MASK : value

/** The same for all values of a record, by their names. */
export const allSeen = (
  values: Readonly<Record<string, string>>,
  sight: Pick<Sight, 'levelOf'>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, seen(name, value, sight)]))
