/** A window without a store, against a list of everything that was ever put into it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grouped } from '../../../grouped.ts'
import { byBytes } from '../../../testing/plain.ts'
import type { RealtimeRow } from '../sql.ts'
import { lookedAt } from './blocks.ts'
import { createNumbers, digitsOf, keyIn } from './numbers.ts'
import { createWindow, LISTS, type List, ROW_NUMBERS, type Window } from './window.ts'

const FIRST = 29_700_000

interface Row {
  id: number
  anonymous: boolean
  minute: number
  names: Record<List, number>
}
const name = fc.nat(3)
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  anonymous: fc.boolean(),
  minute: fc.oneof(fc.nat(12), fc.nat(40)),
  names: fc.record({ event: name, page: name, platform: name }),
})
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('add' as const), rows: fc.array(row, { maxLength: 12 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      id: fc.integer({ min: 1, max: 6 }),
      anonymous: fc.boolean(),
      person: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('prune' as const), minutes: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cut' as const), minutes: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      to: fc.nat(16),
      minutes: fc.integer({ min: 1, max: 12 }),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
)

const keyOf = (id: number, isAnonymous: boolean): { low: number; high: number } => {
  const [low, high] = [Math.imul(id, 0x9e3779b1) >>> 0, id]
  return isAnonymous ? { low: ~low >>> 0, high: ~high >>> 0 } : { low, high }
}
const idOf = ({ id, anonymous }: Pick<Row, 'id' | 'anonymous'>): string => `${id} ${anonymous}`

test('whatever comes, is joined and parted, and is cut off, a window counts what is in its minutes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { maxLength: 25 }),
      fc.constantFrom(0, 3, undefined),
      async (acts, worthAColumn) => {
        let window = createWindow(FIRST, worthAColumn)
        let first = 0
        const all: Row[] = []
        const given = new Map<string, number>()
        for (const one of acts) {
          if (one.do === 'add') {
            put(window, one.rows)
            all.push(...one.rows)
          } else if (one.do === 'give') {
            const { low, high } = keyOf(one.id, one.anonymous)
            const id = window.people.ids.find(low, high)
            if (id < 0) continue
            window.people.give(id, one.person === undefined ? undefined : keyOf(one.person, false))
            given.set(idOf(one), one.person ?? one.id)
          } else if (one.do === 'prune') {
            first += one.minutes
            window.prune(FIRST + first)
          } else if (one.do === 'cut') {
            first += one.minutes
            window = await window.since(FIRST + first)
            // Whoever is not in it any more is looked up again.
            for (const id of given.keys())
              if (!all.some((row) => row.minute >= first && idOf(row) === id)) given.delete(id)
          } else {
            const from = Math.max(first, one.to - one.minutes + 1)
            const rows = window.rowsOf(FIRST + from, FIRST + one.to, one.limit)
            expect(rows.toSorted(byListAndName)).toEqual(
              model(all, given, from, one.to, one.limit).toSorted(byListAndName),
            )
          }
        }
      },
    ),
    { numRuns: 300 },
  )
})

const byListAndName = (a: RealtimeRow, b: RealtimeRow): number =>
  byBytes(`${a.list} ${a.name}`, `${b.list} ${b.name}`)

function put(window: Window, rows: readonly Row[]): void {
  const numbers = rows.flatMap(({ id, anonymous, minute, names }) => {
    const { low, high } = keyOf(id, anonymous)
    const hashes = LISTS.flatMap((list) => [names[list], 0])
    return [low, high, ...hashes, (FIRST + minute) * 2 + (anonymous ? 1 : 0), 0, 0, 0]
  })
  expect(numbers).toHaveLength(rows.length * 2 * ROW_NUMBERS)
  expect(window.add(new Uint32Array(numbers))).toBe(true)
  for (const list of LISTS) {
    const { numbers: known, texts } = window.lists[list]
    for (let number = 0; number < known.size(); number++) texts[number] = `name ${known.keyOf(number).low}`
  }
}

function model(
  all: readonly Row[],
  given: ReadonlyMap<string, number>,
  from: number,
  to: number,
  limit: number,
): RealtimeRow[] {
  const within = all.filter(({ minute }) => minute >= from && minute <= to)
  const users = (rows: readonly Row[]): number =>
    new Set(rows.map((one) => given.get(idOf(one)) ?? one.id)).size
  const told = (list: RealtimeRow['list'], rows: readonly Row[], by: (one: Row) => string): RealtimeRow[] =>
    [...grouped(rows, by)].map(([name, of]) => ({ list, name, count: of.length, users: users(of) }))
  const ranked = (list: List): RealtimeRow[] =>
    told(
      list,
      within.filter(({ names }) => names[list] > 0),
      ({ names }) => `name ${names[list]}`,
    )
      .toSorted((a, b) => Number(b.count) - Number(a.count) || byBytes(a.name, b.name))
      .slice(0, limit)
  return [
    { list: 'all', name: '', count: within.length, users: users(within) },
    ...told('minute', within, ({ minute }) => String((FIRST + minute) * 60)),
    ...LISTS.flatMap(ranked),
  ]
}

test('keys keep the numbers they were given, however many there are', () => {
  const numbers = createNumbers()
  const keys = Array.from({ length: 5_000 }, (_, at) => [at % 7, Math.imul(at, 2_654_435_761) >>> 0] as const)
  keys.forEach(([low, high], at) => expect(numbers.of(low, high)).toBe(at))
  keys.forEach(([low, high], at) => {
    expect(numbers.find(low, high)).toBe(at)
    expect(keyIn(digitsOf(numbers.keyOf(at)))).toEqual({ low, high })
  })
  expect(numbers.find(8, 0)).toBe(-1)
})

test('of parts that were merged what is new is told by the numbers of their blocks', () => {
  const part = (first: number, last: number, rows: number) => ({
    name: `202601_${first}_${last}_0`,
    partition: '202601',
    first,
    last,
    rows,
  })
  const counted = [
    { partition: '202601', first: 1, last: 1, rows: 10, own: 4 },
    { partition: '202601', first: 2, last: 2, rows: 10, own: 1 },
  ]
  const { fresh, counted: whole } = lookedAt(counted, [part(1, 2, 20), part(3, 3, 5)]) ?? {}
  expect(whole).toEqual([{ partition: '202601', first: 1, last: 2, rows: 20, own: 5 }])
  expect(fresh?.map(({ part: { first }, known }) => [first, known.length])).toEqual([[3, 0]])
  // Merged with a block that was not counted.
  expect(lookedAt(counted, [part(1, 3, 25)])?.fresh[0]?.known).toEqual(counted)
  // Gone, or less than there was.
  expect(lookedAt(counted, [part(2, 2, 10)])).toBeUndefined()
  expect(lookedAt(counted, [part(1, 2, 19)])).toBeUndefined()
})
