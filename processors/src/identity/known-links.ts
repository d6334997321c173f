/** Links that are stored already: SDKs identify on every page, and only the first time of a pair matters. */
import type { Link } from '@firefly/clickhouse/tables/identities'

export interface KnownLinks {
  /** Those that say something new: another pair, or an earlier time. */
  news(links: readonly Link[]): Link[]
  /** To be called once they are stored. */
  keep(links: readonly Link[]): void
}

/** Remembers at least the last `size / 2` different pairs. What is forgotten is stored again, which changes nothing. */
export function createKnownLinks(size: number): KnownLinks {
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  const isNew = (link: Link): boolean => {
    const pair = pairOf(link)
    return link.time < (young.get(pair) ?? old.get(pair) ?? Number.POSITIVE_INFINITY)
  }
  return {
    news: (links) => links.filter(isNew),
    keep(links) {
      for (const link of links) {
        if (!isNew(link)) continue
        if (young.size >= size / 2) [old, young] = [young, new Map<string, number>()]
        young.set(pairOf(link), link.time)
      }
    },
  }
}

const pairOf = ({ project, kind, from, to }: Link): string => JSON.stringify([project, kind, from, to])
