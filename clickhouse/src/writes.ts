/** How often a process wrote the tables of a store that is its alone: what it read of one holds until it writes it again. */
import type { Store } from './store.ts'

export interface Writes {
  /** Runs what may write one table, or any when none is named. */
  counted<Result>(table: string | undefined, write: () => Promise<Result>): Promise<Result>
  of: Store['writesOf']
}

interface Count {
  begun: number
  underway: number
}

export function countWrites(): Writes {
  const anywhere: Count = { begun: 0, underway: 0 }
  const tables = new Map<string, Count>()
  const countOf = (table: string): Count => {
    const count = tables.get(table) ?? { begun: 0, underway: 0 }
    tables.set(table, count)
    return count
  }
  return {
    async counted(table, write) {
      const count = table === undefined ? anywhere : countOf(table)
      count.begun++
      count.underway++
      try {
        return await write()
      } finally {
        count.underway--
      }
    },
    of(names) {
      const counts = [anywhere, ...names.map(countOf)]
      if (counts.some(({ underway }) => underway > 0)) return undefined
      return counts.reduce((sum, { begun }) => sum + begun, 0)
    },
  }
}
