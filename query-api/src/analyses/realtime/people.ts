/**
 * How many people stand behind what was counted: each event marks its minute, name, page and platform as bits of its person, so that
 * everybody is looked up once an event and not once a list.
 */
import { bind, integer, join, name, natural, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketNumber } from '../../numbered.ts'
import type { Project } from '../../persons.ts'
import { momentsSql } from './moments.ts'
import type { RealtimePlan } from './plan.ts'
import type { RealtimeRow } from './sql.ts'

/** Of one list at most, so that a number has room for it and for a bit that everybody has. */
const MOST = 63
const BITS = 64
const LISTS = ['minute', 'event', 'page', 'platform'] as const
type List = (typeof LISTS)[number]

/** `place` is that of a bit among those of all numbers. */
export interface PeopleRow {
  place: string | number
  people: string | number
}

/** What is marked: in which number, and from which bit of it on, one for each of `names`. */
interface Marked {
  list: List
  names: readonly string[]
  number: number
  first: number
}

export const fitsBits = ({ minutes, limit }: RealtimePlan): boolean => minutes.length <= MOST && limit <= MOST

/** Behind every minute, and behind the names of `counts`. */
export function peopleSql(plan: RealtimePlan, project: Project, counts: readonly RealtimeRow[]): Sql {
  const all = markedOf(plan, counts)
  const numbers = Array.from({ length: (all.at(-1)?.number ?? 0) + 1 }, (_, number) => number)
  const marks = numbers.map((number) => {
    const bits = all.filter((one) => one.number === number).map(bitOf)
    return sql`groupBitOr(${join([number === EVERYBODY ? sql`1` : sql`0`, ...bits], ' + ')}) AS ${marksOf(number)}`
  })
  const places = numbers.map((number) =>
    number === 0
      ? sql`bitPositionsToArray(${marksOf(number)})`
      : sql`arrayMap(bit -> bit + ${integer(number * BITS)}, bitPositionsToArray(${marksOf(number)}))`,
  )
  return sql`
SELECT arrayJoin(${places.length === 1 ? join(places, ', ') : sql`arrayConcat(${join(places, ', ')})`}) AS place, count() AS people
FROM (
  SELECT ${join(marks, ', ')}
  FROM (${momentsSql(plan, project, bucketNumber(plan.minutes))})
  GROUP BY person
)
GROUP BY place`
}

/** The place of everybody, and the number it is in. */
const EVERYBODY = 0

/** As many lists in a number as there is room for. */
function markedOf({ minutes }: RealtimePlan, counts: readonly RealtimeRow[]): Marked[] {
  let [number, first] = [EVERYBODY, 1]
  return LISTS.map((list) => {
    const names = list === 'minute' ? minutes.map(({ start }) => String(start / 1000)) : namesOf(counts, list)
    if (first + names.length > BITS) [number, first] = [number + 1, 0]
    const marked = { list, names, number, first }
    first += names.length
    return marked
  })
}

/** The same rows, each with its people. Whoever came since it was counted was there at least once. */
export function withPeople(
  counts: readonly RealtimeRow[],
  rows: readonly PeopleRow[],
  plan: RealtimePlan,
): RealtimeRow[] {
  const people = new Map(rows.map((row) => [Number(row.place), Number(row.people)]))
  const all = new Map(markedOf(plan, counts).map((marked) => [marked.list as string, marked]))
  return counts.map((one) => {
    const users = people.get(placeOf(all.get(one.list), one.name)) ?? 0
    return { ...one, users, count: Math.max(Number(one.count), users) }
  })
}

/** -1 where nobody can be told, which no bit has. */
function placeOf(marked: Marked | undefined, own: string): number {
  if (!marked) return EVERYBODY
  const at = marked.names.indexOf(own)
  return at < 0 ? -1 : marked.number * BITS + marked.first + at
}

const namesOf = (counts: readonly RealtimeRow[], list: List): string[] =>
  counts.filter((one) => one.list === list).map((one) => one.name)

const marksOf = (number: number): Sql => name(`marks_${number}`)

/** The bit of one event in a list; none for names that are not asked for. Minutes are counted from 1. */
function bitOf({ list, names, first }: Marked): Sql {
  if (list === 'minute') return sql`bitShiftLeft(toUInt64(1), minute + ${integer(first - 1)})`
  if (names.length === 0) return sql`0`
  const bits = names.map((_, at) => natural(String(1n << BigInt(first + at))))
  return sql`transform(${name(list)}, ${bind('Array(String)', names)}, [${join(bits, ', ')}], toUInt64(0))`
}
