/** For tests: what is known of coming back: retention, lifecycle, stickiness. */
import type { Happening } from '../corpus.ts'
import { at, type Case, did } from './story.ts'

const days = (event: string, plays: Record<string, number[]>): Happening[] =>
  Object.entries(plays).flatMap(([person, all]) =>
    all.map((day) => did(person, event, `${String(day).padStart(2, '0')} 12:00`)),
  )
const retention = (more: object): object => ({
  kind: 'retention',
  from: '2026-01-10',
  to: '2026-01-12',
  start: { event: 'a' },
  return: { event: 'a' },
  periods: 3,
  ...more,
})
const cohorts = (...all: number[][]): object => ({ cohorts: all.map((values) => ({ values })) })
const twenty = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, nth) => `u${from + nth}`)

export const RETURNS: Record<string, Case[]> = {
  retention: [
    {
      name: 'of five, ten and fifteen people on three days: the five of the first come back on both',
      log: [
        ...twenty(0, 5).map((person) => did(person, 'a', '10 12:00')),
        ...twenty(0, 10).map((person) => did(person, 'a', '11 12:00')),
        ...twenty(0, 15).map((person) => did(person, 'a', '12 12:00')),
      ],
      ask: retention({ mode: 'first_in_range' }),
      expects: cohorts([5, 5, 5], [5, 5, 0], [5, 0, 0]),
    },
    {
      name: 'recurring: whoever comes on three days is in three cohorts',
      log: days('a', { ada: [10, 11, 12] }),
      ask: retention({}),
      expects: cohorts([1, 1, 1], [1, 1, 0], [1, 0, 0]),
    },
    {
      name: 'first time: whoever came before the range is in none',
      log: days('a', { ada: [9, 10, 11], ben: [10, 12] }),
      ask: retention({ mode: 'first_time' }),
      expects: cohorts([1, 0, 1], [0, 0, 0], [0, 0, 0]),
    },
    {
      name: 'with another event to return by, period 0 is who started',
      log: [...days('a', { ada: [10], ben: [10] }), ...days('b', { ada: [10, 11] })],
      ask: retention({ return: { event: 'b' } }),
      expects: { cohorts: [{ size: 2, values: [2, 1, 0] }, { size: 0 }, { size: 0 }] },
    },
    {
      name: 'on or after: whoever is back on the second day was back by the first',
      log: days('a', { ada: [10, 12] }),
      ask: retention({ counting: 'on_or_after', to: '2026-01-10' }),
      expects: cohorts([1, 1, 1]),
    },
    {
      name: 'leaves out what is not over yet, instead of showing nobody',
      log: days('a', { ada: [10, 11] }),
      ask: retention({}),
      now: at('12 12:00'),
      expects: cohorts([1, 1], [1], []),
    },
    {
      name: 'cuts days at midnight of its zone, to the millisecond',
      log: [did('ada', 'a', '10 15:59:59.999'), did('ada', 'a', '10 16:00')],
      ask: retention({ timezone: 'Asia/Shanghai', periods: 2, to: '2026-01-10' }),
      expects: cohorts([1, 1]),
    },
    {
      name: 'by week takes whole weeks, from the day on which they begin',
      log: days('a', { ada: [5, 12], ben: [11, 12] }),
      ask: retention({ period: 'week', periods: 2, from: '2026-01-07', to: '2026-01-07' }),
      expects: { cohorts: [{ start: '2026-01-05T00:00:00+00:00', values: [2, 2] }] },
    },
    {
      name: 'sums what is brought in, period 0 included',
      log: [
        did('ada', 'a', '10 12:00'),
        did('ada', 'pay', '10 13:00', { v: '5' }),
        did('ada', 'pay', '11 13:00', { v: '7' }),
      ],
      ask: retention({ return: { event: 'pay', math: 'sum', property: 'v' }, to: '2026-01-10' }),
      expects: cohorts([5, 7, 0]),
    },
    {
      name: 'in brackets: back on any of their days counts once',
      log: days('a', { ada: [10, 12, 13], ben: [10, 14] }),
      ask: retention({ periods: undefined, brackets: [1, 3], to: '2026-01-10' }),
      expects: cohorts([2, 0, 2]),
    },
  ],
  lifecycle: [
    {
      name: 'of four people over eight days: new, returning, resurrecting and dormant',
      log: days('a', { p1: [11, 12, 13, 15, 17, 19], p2: [9, 12], p3: [12], p4: [15] }),
      ask: { kind: 'lifecycle', from: '2026-01-12', to: '2026-01-19', event: 'a' },
      expects: {
        new: [1, 0, 0, 1, 0, 0, 0, 0],
        returning: [1, 1, 0, 0, 0, 0, 0, 0],
        resurrecting: [1, 0, 0, 1, 0, 1, 0, 1],
        dormant: [0, -2, -1, 0, -2, 0, -1, 0],
      },
    },
  ],
  stickiness: [
    {
      name: 'is on how many days people are active, however often on each',
      log: days('a', { ada: [10], ben: [10, 10, 11], cem: [10, 11, 12], dan: [9] }),
      ask: { kind: 'stickiness', from: '2026-01-10', to: '2026-01-12', series: [{ event: 'a' }] },
      expects: { series: [{ counts: [1, 1, 1] }] },
    },
    {
      name: 'adds up from the most days down',
      log: days('a', { ada: [10], ben: [10, 11], cem: [10, 11, 12] }),
      ask: {
        kind: 'stickiness',
        from: '2026-01-10',
        to: '2026-01-12',
        series: [{ event: 'a' }],
        cumulative: true,
      },
      expects: { series: [{ counts: [3, 2, 1] }] },
    },
  ],
}
