/** For tests: realtime, slow and obvious: each list is counted by itself. */
import type { RealtimeResult } from '@firefly/protocol/query/realtime'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { byBytes, withoutSlash } from '../../testing/plain.ts'

const MINUTE = 60_000

export function modelRealtime(
  events: readonly Happening[],
  minutes: number,
  limit: number,
  now: number,
): RealtimeResult {
  const current = Math.floor(now / MINUTE)
  const minuteOf = ({ time }: Happening): number => Math.floor(time / MINUTE)
  const recent = events.filter((one) => minuteOf(one) <= current && minuteOf(one) > current - minutes)
  const users = (of: readonly Happening[]): number => new Set(of.map(({ person }) => person)).size
  const ranked = (by: (one: Happening) => string): RealtimeResult['topEvents'] =>
    [...grouped(recent, by)]
      .filter(([name]) => name !== '')
      .map(([name, of]) => ({ name, count: of.length, users: users(of) }))
      .toSorted((a, b) => b.count - a.count || byBytes(a.name, b.name))
      .slice(0, limit)
  return {
    activeUsers: users(recent),
    perMinute: Array.from({ length: minutes }, (_, at) => current - minutes + 1 + at).map((minute) => {
      const here = recent.filter((one) => minuteOf(one) === minute)
      return { minute: new Date(minute * MINUTE).toISOString(), events: here.length, users: users(here) }
    }),
    topEvents: ranked(({ event }) => event),
    topPages: ranked(({ event, columns }) =>
      event === '$pageview' ? withoutSlash(columns?.pathname ?? '') : '',
    ),
    platforms: ranked(({ columns }) => columns?.platform ?? ''),
  }
}
