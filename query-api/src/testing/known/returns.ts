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
      name: 'by week from Sunday takes those weeks',
      log: days('a', { ada: [10, 11, 12], ben: [11, 18] }),
      ask: retention({
        period: 'week',
        periods: 2,
        weekStart: 'sunday',
        from: '2026-01-07',
        to: '2026-01-12',
      }),
      expects: {
        cohorts: [
          { start: '2026-01-04T00:00:00+00:00', values: [1, 1] },
          { start: '2026-01-11T00:00:00+00:00', values: [2, 1] },
        ],
      },
    },
    {
      name: 'by month is of the zone’s months, short ones too',
      log: ['2026-01-31T23:00:00Z', '2026-02-28T22:30:00Z', '2026-03-31T21:30:00Z'].map((when) =>
        did('ada', 'a', when),
      ),
      ask: retention({
        period: 'month',
        from: '2026-01-01',
        to: '2026-02-28',
        timezone: 'Europe/Berlin',
      }),
      expects: {
        cohorts: [
          { start: '2026-01-01T00:00:00+01:00', values: [0, 0, 0] },
          { start: '2026-02-01T00:00:00+01:00', values: [1, 1, 0] },
        ],
      },
    },
    {
      name: 'takes the day on which the clock goes on for one',
      log: ['2026-03-28T23:30:00Z', '2026-03-29T21:30:00Z', '2026-03-29T22:30:00Z'].map((when) =>
        did('ada', 'a', when),
      ),
      ask: retention({ timezone: 'Europe/Berlin', from: '2026-03-29', to: '2026-03-29', periods: 2 }),
      expects: cohorts([1, 1]),
    },
    {
      name: 'counts a return only when it happens often enough',
      log: days('a', { ada: [10, 11, 11], ben: [10, 11] }),
      ask: retention({ minimumOccurrences: 2, to: '2026-01-10' }),
      expects: cohorts([2, 1, 0]),
    },
    {
      name: 'groups by the value with which people start, and takes a measure at the start',
      log: [
        did('ada', 'a', '10 10:00', { via: 'mail' }),
        did('ada', 'a', '11 10:00', { via: 'ad' }),
        did('ben', 'a', '10 10:00'),
      ],
      ask: retention({
        start: { event: 'a', math: 'unique_users' },
        breakdown: { property: 'via' },
        to: '2026-01-10',
        periods: 2,
      }),
      expects: {
        cohorts: [
          { breakdown: null, size: 1, values: [1, 0] },
          { breakdown: 'mail', size: 1, values: [1, 1] },
        ],
      },
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
    {
      name: 'nobody is new who did anything else before',
      log: [...days('other', { ada: [1], ben: [12] }), ...days('a', { ada: [12], ben: [12, 13] })],
      ask: { kind: 'lifecycle', from: '2026-01-12', to: '2026-01-14', event: 'a' },
      expects: { new: [1, 0, 0], returning: [0, 1, 0], resurrecting: [1, 0, 0], dormant: [0, -1, -1] },
    },
    ...(['sunday', 'monday'] as const).map((weekStart) => ({
      name: `weeks from ${weekStart} have whoever is new, stays, goes and comes back`,
      log: Object.entries({
        p1: ['02-01', '02-05', '02-10', '02-15', '02-27', '03-02'],
        p2: ['02-11', '02-18'],
        p3: ['02-12'],
        p4: ['02-27'],
      }).flatMap(([person, all]) => all.map((day) => did(person, 'a', `2020-${day}T12:00:00Z`))),
      ask: { kind: 'lifecycle', from: '2020-02-05', to: '2020-03-09', interval: 'week', weekStart },
      expects: {
        new: [0, 2, 0, 1, 0, 0],
        returning: [1, 1, 1, 0, 1, 0],
        resurrecting: [0, 0, 0, 1, 0, 0],
        dormant: [0, 0, -2, -1, -1, -1],
      },
    })),
    {
      name: 'days are those of the zone: what is two days in one is one in another',
      log: Object.entries({
        p1: ['11T23:00', '12T01:00', '13T12:00', '15T12:00', '17T12:00', '19T12:00'],
        p2: ['09T12:00', '12T12:00'],
        p3: ['12T12:00'],
        p4: ['15T12:00'],
      }).flatMap(([person, all]) => all.map((when) => did(person, 'a', `2020-01-${when}:00Z`))),
      ask: { kind: 'lifecycle', from: '2020-01-12', to: '2020-01-19', timezone: 'America/Los_Angeles' },
      expects: {
        new: [1, 0, 0, 1, 0, 0, 0, 0],
        returning: [0, 0, 0, 0, 0, 0, 0, 0],
        resurrecting: [1, 1, 0, 1, 0, 1, 0, 1],
        dormant: [-1, -2, -1, 0, -2, 0, -1, 0],
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
    {
      name: 'takes days on which it was done often enough',
      log: days('a', { ada: [10], ben: [10, 10, 11], cem: [10, 11, 12] }),
      ask: {
        kind: 'stickiness',
        from: '2026-01-10',
        to: '2026-01-12',
        series: [{ event: 'a' }],
        criterion: { operator: 'gte', value: 2 },
      },
      expects: { series: [{ counts: [1, 0, 0] }] },
    },
  ],
}
