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

/** Events without a session get the one they lie in, among those of the range in Unix milliseconds. */
export function inSessions(events: readonly Happening[], from: number, to: number): Happening[] {
  const inside = events.filter(({ time }) => time >= from && time < to)
  const sessions = sessionsIn(inside, true, 30 * 60_000)
  const derived = new Map(
    sessions.flatMap((own, at) => own.map((one) => [one, one.session || `derived ${at}`] as const)),
  )
  return events.map((one) => ({ ...one, session: derived.get(one) ?? one.session ?? '' }))
}
