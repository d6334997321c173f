/** For tests: logs as short as they can be told. */
import type { Happening } from '../corpus.ts'

export interface Case {
  name: string
  log: Happening[]
  ask: object
  /** What the result has, among other things. */
  expects: object
  /** When it is asked, in Unix milliseconds; long afterwards when not given. */
  now?: number
}

/** `when` is of January 2026 in UTC: `10 12:00`, or an instant in full. */
export const at = (when: string): number =>
  Date.parse(when.includes('T') ? when : `2026-01-${when.replace(' ', 'T')}Z`)

export const did = (
  person: string,
  event: string,
  when: string,
  properties: Record<string, string> = {},
  more: Partial<Happening> = {},
): Happening => ({ person, event, time: at(when), properties, ...more })

export const visited = (person: string, pathname: string, when: string, session = ''): Happening =>
  did(person, '$pageview', when, {}, { session, columns: { pathname } })

/** What the people of a funnel do, one letter an event and a minute: `a-b` does nothing in the second one. */
export const played = (plays: Record<string, string>): Happening[] =>
  Object.entries(plays).flatMap(([person, letters]) =>
    letters
      .split('')
      .flatMap((letter, minute) =>
        letter === '-' ? [] : [did(person, letter, `10 12:${String(minute).padStart(2, '0')}`)],
      ),
  )
