/** For tests: people who each do a little different things at different times, so that no two groups of them answer alike. */
import type { Happening } from './corpus.ts'

const HOUR = 3_600_000
const BEGIN = Date.UTC(2026, 0, 10)
export const NOW = BEGIN + 47 * HOUR
export const range = { from: '2026-01-10', to: '2026-01-11' }
export const PEOPLE = 12
export const isVip = (person: number): boolean => person % 3 === 0

/** Everybody does a little different things at different times; some were very important long before. */
export const log: Happening[] = Array.from({ length: PEOPLE }, (_, person) => person).flatMap((person) => [
  ...(isVip(person) ? [happening('vip', person, -400)] : []),
  ...Array.from({ length: 5 + person }, (_, nth) =>
    happening(nth % 2 === 0 ? 'a' : 'b', person, ((person * 7 + nth * 5) % 46) + nth / 60),
  ),
  ...['$pageview', 'a', 'b'].map((event, nth) => happening(event, person, 46.7 + (nth * person) / 200)),
])
function happening(event: string, person: number, hour: number): Happening {
  return {
    event,
    person: `p${person}`,
    time: BEGIN + hour * HOUR,
    properties: { total: String(person + 1), shop: person % 2 === 0 ? 'x' : 'y' },
    columns: { pathname: `/${person % 4}`, platform: person % 2 === 0 ? 'web' : 'ios' },
  }
}
export const only = (isMember: (person: number) => boolean): Happening[] =>
  log.filter(({ person }) => isMember(Number(person.slice(1))))
