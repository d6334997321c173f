/**
 * How many people stand behind what was counted: each event marks its minute, name, page and platform as bits of its person, so that
 * everybody is looked up once an event and not once a list.
 */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketNumber } from '../../numbered.ts'
import type { Project } from '../../persons.ts'
import { momentsSql } from './moments.ts'
import type { RealtimePlan } from './plan.ts'
import type { RealtimeRow } from './sql.ts'

/** Bits of a number, the lowest of which is whatever is not asked for. */
const MOST = 63
const LISTS = ['event', 'page', 'platform'] as const
type List = (typeof LISTS)[number]

/** People in all, in each minute, and behind each of the names that were asked for, in their order. */
export type PeopleRow = Partial<Record<'minute' | List, readonly (string | number)[]>> & {
  everybody: string | number
}

export const fitsBits = ({ minutes, limit }: RealtimePlan): boolean => minutes.length <= MOST && limit <= MOST

/** Behind every minute, and behind the names of `counts`. */
export function peopleSql(plan: RealtimePlan, project: Project, counts: readonly RealtimeRow[]): Sql {
  const lists = [
    { list: 'minute', place: sql`minute`, length: plan.minutes.length },
    ...LISTS.map((list) => {
      const names = namesOf(counts, list)
      return { list, place: placeAmong(names, list), length: names.length }
    }),
  ]
  return sql`
SELECT count() AS everybody, ${join(
    lists.map(({ list, length }) => sql`${countsOf(list, length)} AS ${name(list)}`),
    ', ',
  )}
FROM (
  SELECT person, ${join(
    lists.map(({ list, place }) => sql`groupBitOr(bitShiftLeft(toUInt64(1), ${place})) AS ${marksOf(list)}`),
    ', ',
  )}
  FROM (${momentsSql(plan, project, bucketNumber(plan.minutes))})
  GROUP BY person
)`
}

/** The same rows, each with its people. Whoever came since it was counted was there at least once. */
export function withPeople(
  counts: readonly RealtimeRow[],
  row: PeopleRow | undefined,
  { minutes }: RealtimePlan,
): RealtimeRow[] {
  const starts = minutes.map(({ start }) => String(start / 1000))
  return counts.map((one) => {
    const users = row && Number(usersOf(one, row, one.list === 'minute' ? starts : namesOf(counts, one.list)))
    return { ...one, users: users ?? 0, count: Math.max(Number(one.count), users ?? 0) }
  })
}

const usersOf = (
  { list, name: own }: RealtimeRow,
  row: PeopleRow,
  names: readonly string[],
): string | number => (list === 'all' ? row.everybody : (row[list]?.[names.indexOf(own)] ?? 0))

const namesOf = (counts: readonly RealtimeRow[], list: RealtimeRow['list']): string[] =>
  counts.filter((one) => one.list === list).map((one) => one.name)

const marksOf = (list: string): Sql => name(`${list}_marks`)

const countsOf = (list: string, length: number): Sql =>
  sql`[${join(
    Array.from({ length }, (_, at) => sql`countIf(bitTest(${marksOf(list)}, ${integer(at + 1)}))`),
    ', ',
  )}]`

/** From 1; 0 for all others. */
function placeAmong(names: readonly string[], list: List): Sql {
  if (names.length === 0) return sql`0`
  const places = names.map((_, at) => at + 1)
  return sql`transform(${name(list)}, ${bind('Array(String)', names)}, ${bind('Array(UInt64)', places)}, toUInt64(0))`
}
