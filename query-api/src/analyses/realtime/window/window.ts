/** What happened in the last minutes, counted as it came: rows go in once, and every realtime answer is a few sums over minutes. */
import type { RealtimeRow } from '../sql.ts'
import { type Bits, createBits, has, numbersIn, put, union } from './bits.ts'
import { MOST_IDS, MOST_MINUTES } from './entries.ts'
import { createNamed, MOST_COLUMNS, moreThanOnce, type Named, type Span } from './named.ts'
import { createPeople, type People } from './people.ts'

export const LISTS = ['event', 'page', 'platform'] as const
export type List = (typeof LISTS)[number]

/** Of 64 bits each: the id, a hash for each list (0 where it has no name), the stamp, and whatever else. */
export const ROW_NUMBERS = 6
const WORDS = 2 * ROW_NUMBERS
const STAMP = 2 * (1 + LISTS.length)

/** In all tables together. */
const NUMBERS_AN_ID = 20

interface Minute {
  events: number
  ids: Bits
}

export interface Window {
  /** The minute since 1970 from which on it can tell. */
  begin: number
  people: People
  lists: Record<List, Named>
  /** Rows as `scan` gives them. False when there is no more room: the window is of no use then. */
  add(rows: Uint32Array): boolean
  /** How much memory it takes, in numbers of 32 bits or so. */
  size(): number
  /** How many ids and names there are. */
  numbers(): number
  rowsOf(from: number, to: number, limit: number): RealtimeRow[]
  /** Takes out what was before that minute. */
  prune(begin: number): void
  /** The same without that, and without ids and names that are in it no more. */
  since(begin: number): Promise<Window>
}

interface Start extends Pick<Window, 'people' | 'lists'> {
  minutes: Map<number, Minute>
}

/** With nothing in it. From so many entries on a name has a column of its own. */
export function createWindow(first: number, worthAColumn?: number): Window {
  const [event, page, platform] = [1, 2, 3].map(() => createNamed(worthAColumn)) as [Named, Named, Named]
  return windowOf(first, { people: createPeople(), lists: { event, page, platform }, minutes: new Map() })
}

function windowOf(first: number, { people, lists, minutes }: Start): Window {
  const named = LISTS.map((list) => lists[list])
  const several = (): Iterable<ReadonlySet<number>> => people.several()
  const minuteOf = (minute: number): Minute => {
    const here = minutes.get(minute) ?? { events: 0, ids: createBits() }
    minutes.set(minute, here)
    return here
  }
  const addRow = (rows: Uint32Array, at: number, minute: number, id: number): void => {
    const here = minuteOf(minute)
    here.events++
    put(here.ids, id)
    for (let list = 0; list < LISTS.length; list++) {
      const [low, high] = [rows[at + 2 + 2 * list] ?? 0, rows[at + 3 + 2 * list] ?? 0]
      if (low !== 0 || high !== 0) named[list]?.add(low, high, id, minute)
    }
  }
  return {
    begin: first,
    people,
    lists,
    add(rows) {
      for (let at = 0; at < rows.length; at += WORDS) {
        const stamp = rows[at + STAMP] ?? 0
        const minute = (stamp >>> 1) - first
        if (minute < this.begin - first) continue
        const id = people.of(rows[at] ?? 0, rows[at + 1] ?? 0, (stamp & 1) === 1)
        if (minute >= MOST_MINUTES || id >= MOST_IDS) return false
        addRow(rows, at, minute, id)
      }
      return true
    },
    size: () => named.reduce((sum, one) => sum + one.size(), NUMBERS_AN_ID * people.ids.size()),
    numbers: () => named.reduce((sum, { numbers }) => sum + numbers.size(), people.ids.size()),
    rowsOf(from, to, limit) {
      const span = { from: from - first, to: to - first }
      const within = [...minutes].filter(([minute]) => minute >= span.from && minute <= span.to)
      const peopleIn = (ids: Bits): number => ids.size - moreThanOnce(several(), (id) => has(ids, id))
      const all: RealtimeRow = {
        list: 'all',
        name: '',
        count: within.reduce((sum, [, { events }]) => sum + events, 0),
        users: peopleIn(union(within.map(([, { ids }]) => ids))),
      }
      const each = within.map(([minute, { events, ids }]): RealtimeRow => {
        const name = String((minute + first) * 60)
        return { list: 'minute', name, count: events, users: peopleIn(ids) }
      })
      return [all, ...each, ...LISTS.flatMap((list) => topOf(list, lists[list], span, limit, several))]
    },
    prune(begin) {
      this.begin = begin
      for (const minute of minutes.keys()) if (minute < begin - first) minutes.delete(minute)
      for (const one of named) one.prune(begin - first)
    },
    async since(later) {
      const from = later - first
      const own = [...minutes].filter(([minute]) => minute >= from)
      const { others, idOf } = stillThere(people, union(own.map(([, { ids }]) => ids)))
      const moved = own.map(([minute, { events, ids }]): [number, Minute] => {
        const bits = createBits()
        for (const id of numbersIn(ids)) put(bits, idOf(id))
        return [minute - from, { events, ids: bits }]
      })
      const since = (list: List): Promise<Named> => lists[list].since(from, idOf)
      const left = {
        event: await since('event'),
        page: await since('page'),
        platform: await since('platform'),
      }
      return windowOf(later, { people: others, lists: left, minutes: new Map(moved) })
    },
  }
}

/** The most frequent names, those as frequent as each other in the order of their bytes. */
function topOf(
  list: List,
  named: Named,
  span: Span,
  limit: number,
  several: () => Iterable<ReadonlySet<number>>,
): RealtimeRow[] {
  const totals = named.totals(span)
  const least = leastOf(totals, limit)
  const top: { number: number; count: number; text: string }[] = []
  totals.forEach((count, number) => {
    if (count > 0 && count >= least) top.push({ number, count, text: named.texts[number] ?? '' })
  })
  return top
    .toSorted((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.text), Buffer.from(b.text)))
    .slice(0, limit)
    .map(({ number, count, text }, rank) => ({
      list,
      name: text,
      count,
      users: named.peopleOf(number, span, several, rank < MOST_COLUMNS),
    }))
}

/** What the last of so many of the most frequent has. */
const leastOf = (totals: Float64Array, limit: number): number => totals.toSorted().at(-limit) ?? 0

/** Only who is still there, in other numbers. */
function stillThere(people: People, there: Bits): { others: People; idOf: (id: number) => number } {
  const others = createPeople()
  const numbers = new Int32Array(people.ids.size()).fill(-1)
  for (const id of numbersIn(there)) {
    const { low, high } = people.ids.keyOf(id)
    const number = others.of(low, high, people.isAnonymous(id))
    others.give(number, people.personOf(id))
    numbers[id] = number
  }
  return { others, idOf: (id) => numbers[id] ?? -1 }
}
