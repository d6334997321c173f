/** Sets of names as a tree: each way down from the root is a list of names in the order they came in. */

/** How often, and the first and the last time of it in Unix milliseconds. */
export interface Seen {
  count: number
  first: number
  last: number
}

export class NameSet {
  readonly #name: string
  #more: Map<string, NameSet> | undefined
  /** Which name came next the last time: looking at it first saves nearly every look-up. */
  #likely: NameSet | undefined
  #days: Map<number, Seen> | undefined
  #day = -1
  #seen: Seen | undefined

  constructor(name: string) {
    this.#name = name
  }

  /** The set that has `name` besides. */
  with(name: string): NameSet {
    const likely = this.#likely
    if (likely !== undefined && likely.#name === name) return likely
    this.#more ??= new Map()
    const more = this.#more.get(name) ?? new NameSet(name)
    this.#more.set(name, more)
    this.#likely = more
    return more
  }

  /** Counts an event that had exactly these names. */
  count(day: number, time: number, count: number): void {
    const seen = day === this.#day && this.#seen ? this.#seen : this.#on(day, time)
    seen.count += count
    if (time < seen.first) seen.first = time
    if (time > seen.last) seen.last = time
  }

  /** Tells of each set and day what was counted, with its names; `before` are those on the way here. */
  each(before: readonly string[], tell: (names: readonly string[], day: number, seen: Seen) => void): void {
    for (const [day, seen] of this.#days ?? []) tell(before, day, seen)
    for (const [name, set] of this.#more ?? []) set.each([...before, name], tell)
  }

  #on(day: number, time: number): Seen {
    this.#days ??= new Map()
    const seen = this.#days.get(day) ?? { count: 0, first: time, last: time }
    this.#days.set(day, seen)
    this.#day = day
    this.#seen = seen
    return seen
  }
}
