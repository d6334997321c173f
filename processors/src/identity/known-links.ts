/** Links that are stored already: SDKs identify on every page, and only the first and the last time of a pair matter. */
import type { Link } from '@firefly/clickhouse/tables/identities'

export interface KnownLinks {
  /** Those that say something new: of each pair the first and the last, where they are not between two that are stored. */
  news(links: readonly Link[]): Link[]
  /** To be called once they are stored. */
  keep(links: readonly Link[]): void
}

/** Times at which a pair was said, in Unix milliseconds. */
interface Said {
  first: number
  last: number
}

/** Remembers at least the last `size / 2` different pairs. What is forgotten is stored again, which changes nothing. */
export function createKnownLinks(size: number): KnownLinks {
  let young = new Map<string, Said>()
  let old = new Map<string, Said>()
  // Two of one millisecond have an order as well, which is not remembered: the store has it.
  const isNew = (pair: string, { time }: Link): boolean => {
    const said = young.get(pair) ?? old.get(pair)
    return said === undefined || time <= said.first || time >= said.last
  }
  return {
    news: (links) =>
      [...firstAndLast(links)].flatMap(([pair, ends]) => ends.filter((link) => isNew(pair, link))),
    keep(links) {
      for (const link of links) {
        const [pair, { time }] = [pairOf(link), link]
        const { first, last } = young.get(pair) ?? old.get(pair) ?? { first: time, last: time }
        if (young.size >= size / 2) [old, young] = [young, new Map<string, Said>()]
        young.set(pair, { first: Math.min(first, time), last: Math.max(last, time) })
      }
    },
  }
}

/** By pair; one link where the first is the last. */
function firstAndLast(links: readonly Link[]): Map<string, Link[]> {
  const ends = new Map<string, Link[]>()
  for (const link of links) {
    const pair = pairOf(link)
    const [first = link, last = first] = ends.get(pair) ?? []
    const [earlier, later] = [isBefore(link, first) ? link : first, isBefore(last, link) ? link : last]
    ends.set(pair, earlier === later ? [earlier] : [earlier, later])
  }
  return ends
}

/** As things were said: by their time, and in one millisecond by their place in the log. */
const isBefore = (one: Link, other: Link): boolean =>
  (one.time - other.time ||
    one.partition - other.partition ||
    one.offset - other.offset ||
    one.place - other.place) < 0

const pairOf = ({ project, kind, from, to }: Link): string => JSON.stringify([project, kind, from, to])
