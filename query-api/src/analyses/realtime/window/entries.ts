/** Who did something in which minute, in the order in which it came: one number each, so that millions of them are a list of numbers. */

/** Ids below 2^22 and minutes below 2^10. */
export const MOST_IDS = 2 ** 22
export const MOST_MINUTES = 2 ** 10

export interface Entries {
  list: Uint32Array
  size: number
}

export const createEntries = (): Entries => ({ list: new Uint32Array(4), size: 0 })

export const idIn = (entry: number): number => entry >>> 10
export const minuteIn = (entry: number): number => entry & (MOST_MINUTES - 1)

/** What is told twice in a row is told once. */
export function note(entries: Entries, id: number, minute: number): boolean {
  const entry = ((id << 10) | minute) >>> 0
  if (entries.size > 0 && entries.list[entries.size - 1] === entry) return false
  if (entries.size === entries.list.length) {
    const more = new Uint32Array(Math.ceil(entries.size * 1.4) + 4)
    more.set(entries.list)
    entries.list = more
  }
  entries.list[entries.size++] = entry
  return true
}

/** Takes out what was before that minute. Gives how many of the first `read` are left. */
export function dropBefore(entries: Entries, from: number, read: number): number {
  const { list, size } = entries
  let [left, leftOfRead] = [0, 0]
  for (let at = 0; at < size; at++) {
    if (at === read) leftOfRead = left
    const entry = list[at] ?? 0
    if (minuteIn(entry) >= from) list[left++] = entry
  }
  entries.size = left
  return read >= size ? left : leftOfRead
}
