/** When everybody did something last, kept up with its entries: how many did it since any minute is then a sum over minutes. */
import { type Entries, idIn, MOST_MINUTES, minuteIn } from './entries.ts'

export interface Column {
  /** By id, the last minute up to `upTo` and one more; 0 where there is none. */
  last: Uint16Array
  /** How many have each of these as their last. */
  people: Uint32Array
  /** How many of the entries are in it. */
  read: number
  /** Entries of minutes behind `upTo`: clocks of devices may be ahead. */
  ahead: number[]
  upTo: number
}

export const createColumn = (): Column => ({
  last: new Uint16Array(1024),
  people: new Uint32Array(MOST_MINUTES + 1),
  read: 0,
  ahead: [],
  upTo: 0,
})

/** Reads on in the entries. What is asked of a minute before `upTo` cannot be told any more: false. */
export function keepUp(column: Column, { list, size }: Entries, upTo: number): boolean {
  if (upTo < column.upTo) return false
  if (upTo > column.upTo) {
    column.upTo = upTo
    for (const entry of column.ahead.splice(0)) enter(column, entry)
  }
  for (; column.read < size; column.read++) enter(column, list[column.read] ?? 0)
  return true
}

function enter(column: Column, entry: number): void {
  const [id, minute] = [idIn(entry), minuteIn(entry)]
  if (minute > column.upTo) {
    column.ahead.push(entry)
    return
  }
  if (id >= column.last.length) {
    const longer = new Uint16Array(Math.max(id + 1, Math.ceil(column.last.length * 1.5)))
    longer.set(column.last)
    column.last = longer
  }
  const before = column.last[id] ?? 0
  if (before > minute) return
  const { people } = column
  if (before > 0) people[before] = (people[before] ?? 0) - 1
  people[minute + 1] = (people[minute + 1] ?? 0) + 1
  column.last[id] = minute + 1
}

/** How many ids did it from that minute on. */
export function idsSince({ people, upTo }: Column, from: number): number {
  let ids = 0
  for (let minute = from; minute <= upTo; minute++) ids += people[minute + 1] ?? 0
  return ids
}

export const didSince = ({ last }: Column, id: number, from: number): boolean => (last[id] ?? 0) > from
