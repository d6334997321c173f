/** For tests: the sessions of plain events: by name where there is one, else until a person falls silent. */
import { grouped } from '../grouped.ts'
import type { Happening } from './corpus.ts'
import { peopleOf } from './plain.ts'

/** Each in the order of time. */
export const sessionsIn = (events: readonly Happening[], named: boolean, gapMs: number): Happening[][] =>
  peopleOf(events.toSorted((a, b) => a.time - b.time)).flatMap((own) => sessionsOf(own, named, gapMs))

function sessionsOf(own: readonly Happening[], named: boolean, gapMs: number): Happening[][] {
  const byName = grouped(own, ({ session = '' }) => (named ? session : ''))
  return [...byName].flatMap(([name, events]) => {
    if (name !== '') return [events]
    const runs: Happening[][] = []
    for (const event of events) {
      const last = runs.at(-1)?.at(-1)
      if (!last || event.time - last.time > gapMs) runs.push([event])
      else runs.at(-1)?.push(event)
    }
    return runs
  })
}
