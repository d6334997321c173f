/** One list of realtime: how often each name was there in each minute, and who was behind it. */
import { setImmediate as immediate } from 'node:timers/promises'
import { createBits, has, put, take } from './bits.ts'
import { type Column, createColumn, didSince, idsSince, keepUp } from './column.ts'
import { createEntries, dropBefore, type Entries, idIn, minuteIn, note } from './entries.ts'
import { createNumbers, type Numbers } from './numbers.ts'

/** Minutes of a window, both included. */
export interface Span {
  from: number
  to: number
}

export interface Named {
  numbers: Numbers
  /** By number; what a hash stands for is looked up once. */
  texts: string[]
  /** How many entries there are in all names. */
  size(): number
  add(low: number, high: number, id: number, minute: number): void
  /** By number. */
  totals(span: Span): Float64Array
  /** How many people, `several` being the ids of those who have several. A name that is asked for often is worth a column, which is kept. */
  peopleOf(number: number, span: Span, several: () => Iterable<ReadonlySet<number>>, isOften: boolean): number
  /** Says that it was there so many times in a minute, whoever did it. */
  count(number: number, minute: number, times: number): void
  note(number: number, id: number, minute: number): void
  /** Takes out what was before that minute. */
  prune(from: number): void
  /** What there is from that minute on, which becomes minute 0, in other numbers of ids; others have their turn meanwhile. */
  since(from: number, idOf: (id: number) => number): Promise<Named>
}

/** Fewer entries are looked through faster than they are kept up with. */
const WORTH_A_COLUMN = 20_000
/** Entries that are gone through in a few milliseconds. */
const A_WHILE = 500_000
/** Each has two bytes an id. */
export const MOST_COLUMNS = 24

export function createNamed(worthAColumn = WORTH_A_COLUMN): Named {
  const numbers = createNumbers()
  const texts: string[] = []
  const entries: Entries[] = []
  const counts = new Map<number, Uint32Array>()
  const columns = new Map<number, Column>()
  const looked = createBits()
  let size = 0

  const countsOf = (minute: number, number: number): Uint32Array => {
    const here = counts.get(minute)
    if (here && number < here.length) return here
    const longer = new Uint32Array(Math.max(64, number * 2))
    if (here) longer.set(here)
    counts.set(minute, longer)
    return longer
  }
  const count: Named['count'] = (number, minute, times) => {
    const here = countsOf(minute, number)
    here[number] = (here[number] ?? 0) + times
  }
  const entriesOf = (number: number): Entries => (entries[number] ??= createEntries())
  const noteOne: Named['note'] = (number, id, minute) => {
    if (note(entriesOf(number), id, minute)) size++
  }
  const columnOf = (number: number): Column => {
    const column = columns.get(number) ?? createColumn()
    // The one that was not asked for longest stands first, and goes first.
    columns.delete(number)
    columns.set(number, column)
    const [oldest] = columns.keys()
    if (oldest !== undefined && columns.size > MOST_COLUMNS) columns.delete(oldest)
    return column
  }
  const peopleByLooking = (
    number: number,
    { from, to }: Span,
    several: () => Iterable<ReadonlySet<number>>,
  ): number => {
    const { list, size: length } = entriesOf(number)
    for (let at = 0; at < length; at++) {
      const minute = minuteIn(list[at] ?? 0)
      if (minute >= from && minute <= to) put(looked, idIn(list[at] ?? 0))
    }
    const people = looked.size - moreThanOnce(several(), (id) => has(looked, id))
    for (let at = 0; at < length; at++) take(looked, idIn(list[at] ?? 0))
    return people
  }
  return {
    numbers,
    texts,
    size: () => size,
    add(low, high, id, minute) {
      const number = numbers.of(low, high)
      count(number, minute, 1)
      noteOne(number, id, minute)
    },
    count,
    note: noteOne,
    totals({ from, to }) {
      const totals = new Float64Array(numbers.size())
      for (const [minute, here] of counts) {
        if (minute < from || minute > to) continue
        const end = Math.min(totals.length, here.length)
        for (let number = 0; number < end; number++)
          totals[number] = (totals[number] ?? 0) + (here[number] ?? 0)
      }
      return totals
    },
    peopleOf(number, span, several, isOften) {
      const own = entriesOf(number)
      if (!isOften || own.size < worthAColumn) return peopleByLooking(number, span, several)
      const column = columnOf(number)
      if (!keepUp(column, own, span.to)) return peopleByLooking(number, span, several)
      return idsSince(column, span.from) - moreThanOnce(several(), (id) => didSince(column, id, span.from))
    },
    prune(from) {
      for (const minute of counts.keys()) if (minute < from) counts.delete(minute)
      entries.forEach((own, number) => {
        const column = columns.get(number)
        const before = own.size
        if (column) column.read = dropBefore(own, from, column.read)
        else dropBefore(own, from, 0)
        size -= before - own.size
      })
    },
    async since(from, idOf) {
      const later = createNamed(worthAColumn)
      const numberOf = new Map<number, number>()
      this.totals({ from, to: Number.POSITIVE_INFINITY }).forEach((total, number) => {
        if (total === 0) return
        const { low, high } = numbers.keyOf(number)
        const own = later.numbers.of(low, high)
        later.texts[own] = texts[number] ?? ''
        numberOf.set(number, own)
      })
      for (const [minute, here] of counts)
        if (minute >= from)
          for (const [number, own] of numberOf) later.count(own, minute - from, here[number] ?? 0)
      for (const [number, own] of numberOf) {
        const { list, size: length } = entriesOf(number)
        for (let at = 0; at < length; at++) {
          if (at % A_WHILE === 0) await immediate()
          const minute = minuteIn(list[at] ?? 0) - from
          if (minute >= 0) later.note(own, idOf(idIn(list[at] ?? 0)), minute)
        }
      }
      return later
    },
  }
}

/** How many more ids than people there are among those with several. */
export function moreThanOnce(
  several: Iterable<ReadonlySet<number>>,
  isThere: (id: number) => boolean,
): number {
  let more = 0
  for (const ids of several) {
    let there = 0
    for (const id of ids) if (isThere(id)) there++
    more += Math.max(0, there - 1)
  }
  return more
}
