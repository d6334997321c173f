/** For tests: what is known of trends: days of 23 and 25 hours, weeks, half-open instants, values that are missing, numbers as text. */
import { type Case, did } from './story.ts'

const trend = (more: object): object => ({
  kind: 'trend',
  from: '2026-01-10',
  to: '2026-01-12',
  series: [{ event: 'a' }],
  ...more,
})
const line = (...values: (number | null)[]): object => ({ series: [{ values }] })
const total = (all: number): object => ({ series: [{ total: all }] })
const only = (operator: string, value?: unknown): object => ({
  filters: [{ property: 'v', operator, ...(value !== undefined && { value }) }],
})
/** One event for each value; the last one has none. */
const VALUES = ['12.5', '12.50', '100', 'true', 'Text', '']
const values = [...VALUES.map((v, at) => did(`p${at}`, 'a', '10 12:00', { v })), did('none', 'a', '10 12:00')]
const found = (name: string, operator: string, value: unknown, all: number): Case => ({
  name: `${operator} ${JSON.stringify(value) ?? ''}: ${name}`,
  log: values,
  ask: trend(only(operator, value)),
  expects: total(all),
})
const berlin = { timezone: 'Europe/Berlin', interval: 'hour' }

export const TRENDS: Record<string, Case[]> = {
  'buckets of a trend': [
    {
      name: 'are all there where nothing happened at all',
      log: [did('ada', 'b', '10 12:00')],
      ask: trend({}),
      expects: { buckets: { length: 3 }, series: [{ values: [0, 0, 0], total: 0 }] },
    },
    {
      name: 'begin at midnight of the question’s zone',
      log: [did('ada', 'a', '10 15:59:59.999'), did('ada', 'a', '10 16:00')],
      ask: trend({ timezone: 'Asia/Shanghai' }),
      expects: line(1, 1, 0),
    },
    {
      name: 'of the day on which the clock goes forward are 23 hours',
      log: [did('ada', 'a', '2026-03-29T00:59:00Z'), did('ada', 'a', '2026-03-29T01:00:00Z')],
      ask: trend({ ...berlin, from: '2026-03-29', to: '2026-03-29' }),
      expects: line(...Array.from({ length: 23 }, (_, hour) => (hour === 1 || hour === 2 ? 1 : 0))),
    },
    {
      name: 'of the day on which the clock goes back are 25 hours, and the hour that comes twice is two',
      log: [did('ada', 'a', '2026-10-25T00:30:00Z'), did('ada', 'a', '2026-10-25T01:30:00Z')],
      ask: trend({ ...berlin, from: '2026-10-25', to: '2026-10-25' }),
      expects: line(...Array.from({ length: 25 }, (_, hour) => (hour === 2 || hour === 3 ? 1 : 0))),
    },
    {
      name: 'of a week begin on Monday, and count only what lies inside the range',
      log: [did('ada', 'a', '09 12:00'), did('ada', 'a', '11 12:00'), did('ada', 'a', '12 12:00')],
      ask: trend({ interval: 'week' }),
      expects: { buckets: ['2026-01-05T00:00:00+00:00', '2026-01-12T00:00:00+00:00'], ...line(1, 1) },
    },
    {
      name: 'or on Sunday, where it is asked for',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '11 12:00'), did('ada', 'a', '12 12:00')],
      ask: trend({ interval: 'week', weekStart: 'sunday' }),
      expects: { buckets: ['2026-01-04T00:00:00+00:00', '2026-01-11T00:00:00+00:00'], ...line(1, 2) },
    },
    {
      name: 'between instants take the first one and not the last; without an offset these are local',
      log: [
        did('ada', 'a', '10 03:59:59.999'),
        did('ada', 'a', '10 04:00'),
        did('ada', 'a', '10 04:59:59.999'),
        did('ada', 'a', '10 05:00'),
      ],
      ask: trend({
        from: '2026-01-10T12:00',
        to: '2026-01-10T13:00',
        timezone: 'Asia/Shanghai',
        interval: 'hour',
      }),
      expects: line(2),
    },
    {
      name: 'of months are as long as each is',
      log: [
        did('ada', 'a', '2026-01-31T23:59:59Z'),
        did('ada', 'a', '2026-02-28T12:00:00Z'),
        did('ada', 'a', '2026-03-01T00:00:00Z'),
      ],
      ask: trend({ from: '2026-01-01', to: '2026-03-31', interval: 'month' }),
      expects: line(1, 1, 1),
    },
  ],
  'people of a trend': [
    {
      name: 'are counted once a bucket, and once over all of them',
      log: ['10 12:00', '10 13:00', '11 12:00'].map((when) => did('ada', 'a', when)),
      ask: trend({ series: [{ event: 'a', math: 'unique_users' }] }),
      expects: { series: [{ values: [1, 1, 0], total: 1 }] },
    },
    {
      name: 'of seven days are those of the six before as well, also from before the range',
      log: [did('ada', 'a', '05 12:00'), did('ben', 'a', '10 12:00')],
      ask: trend({ series: [{ event: 'a', math: 'weekly_active' }] }),
      expects: line(2, 2, 1),
    },
    {
      name: 'of thirty days by the week look back from the end of each week, and of the range',
      log: [did('ada', 'a', '2025-12-14T12:00:00Z'), did('ben', 'a', '12 12:00')],
      ask: trend({ series: [{ event: 'a', math: 'monthly_active' }], interval: 'week' }),
      expects: line(1, 2),
    },
    {
      name: 'add up where they come for the first time',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '11 12:00'), did('ben', 'a', '12 12:00')],
      ask: trend({ series: [{ event: 'a', math: 'unique_users' }], cumulative: true }),
      expects: line(1, 1, 2),
    },
    {
      name: 'do so many each',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '10 13:00'), did('ben', 'a', '10 12:00')],
      ask: trend({ series: [{ event: 'a', math: 'total_per_user' }] }),
      expects: line(1.5, 0, 0),
    },
  ],
  'numbers of a trend': [
    {
      name: 'are summed where they are numbers; text and nothing are none',
      log: ['1.5', '2', 'abc', ''].map((v, at) => did(`p${at}`, 'a', '10 12:00', { v })),
      ask: trend({
        series: ['sum', 'avg', 'min', 'max', 'median'].map((math) => ({ event: 'a', math, property: 'v' })),
      }),
      expects: {
        series: [{ total: 3.5 }, { total: 1.75 }, { total: 1.5 }, { total: 2 }, { total: 1.75 }],
      },
    },
    {
      name: 'of a formula are null where it divides by nothing, bucket by bucket',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'b', '10 12:00'), did('ada', 'b', '11 12:00')],
      ask: trend({ series: [{ event: 'b' }, { event: 'a' }], formula: 'A / B * 100' }),
      expects: { series: [{ values: [100, null, null], total: 200 }] },
    },
    {
      name: 'of the time before are laid on those of now',
      log: [did('ada', 'a', '07 12:00'), did('ada', 'a', '12 12:00')],
      ask: trend({ compare: 'previous' }),
      expects: { series: [{ values: [0, 0, 1] }, { compare: 'previous', values: [1, 0, 0] }] },
    },
    {
      name: 'of the months before are of those months, however long they are',
      log: [did('ada', 'a', '2026-02-02T12:00:00Z'), did('ada', 'a', '2026-03-30T12:00:00Z')],
      ask: trend({ from: '2026-03-01', to: '2026-03-31', interval: 'month', compare: 'previous' }),
      expects: {
        series: [
          { values: [1], total: 1 },
          { compare: 'previous', values: [1], total: 1 },
        ],
      },
    },
    {
      name: 'of a part of a week are laid on as large a part of it',
      log: ['02', '04', '06', '07'].map((day) => did('ada', 'a', `${day} 12:00`)),
      ask: trend({ from: '2026-01-10', to: '2026-01-18', interval: 'week', compare: 'previous' }),
      expects: { series: [{ total: 0 }, { compare: 'previous', values: [1, 3], total: 4 }] },
    },
    {
      name: 'of everybody are percentiles between neighbours',
      log: ['10', '20', '30', '40'].map((v) => did('ada', 'a', '10 12:00', { v })),
      ask: trend({
        series: ['median', 'p90', 'p95'].map((math) => ({ event: 'a', math, property: 'v' })),
      }),
      expects: { series: [{ total: 25 }, { total: 37 }, { total: 38.5 }] },
    },
    {
      name: 'of a formula group by group are null where a group has nothing to divide by',
      log: [did('ada', 'a', '10 12:00', { v: 'x' }), did('ada', 'a', '10 12:00', { v: 'y' })].concat(
        did('ada', 'b', '10 12:00', { v: 'x' }),
      ),
      ask: trend({ series: [{ event: 'a' }, { event: 'b' }], formula: 'A/B', breakdown: { property: 'v' } }),
      expects: {
        series: [
          { breakdown: 'x', values: [1, null, null], total: 1 },
          { breakdown: 'y', values: [null, null, null], total: null },
        ],
      },
    },
  ],
  'groups of a trend': [
    {
      name: 'have one for null, empty and missing, the largest first, ties by name',
      log: values,
      ask: trend({ breakdown: { property: 'v' } }),
      expects: {
        series: [null, '100', '12.5', '12.50', 'Text', 'true'].map((breakdown) => ({
          breakdown,
          total: breakdown === null ? 2 : 1,
        })),
      },
    },
    {
      name: 'beyond those that are asked for are told together, and people in several of them once',
      log: [
        ...values,
        did('p0', 'a', '11 12:00', { v: 'rare' }),
        did('p1', 'a', '11 12:00', { v: 'rarer' }),
        did('p1', 'a', '12 12:00', { v: 'rare' }),
      ],
      ask: trend({
        series: [{ event: 'a' }, { event: 'a', math: 'unique_users' }],
        breakdown: { property: 'v', limit: 2 },
        otherGroups: true,
      }),
      expects: {
        series: [
          { breakdown: null, values: [2, 0, 0], total: 2 },
          { breakdown: 'rare', values: [0, 1, 1], total: 2 },
          { other: true, values: [5, 1, 0], total: 6 },
          { breakdown: null, total: 2 },
          { breakdown: 'rare', values: [0, 1, 1], total: 2 },
          { other: true, values: [5, 1, 0], total: 5 },
        ],
      },
    },
    {
      name: 'have no others where all of them are told',
      log: values,
      ask: trend({ breakdown: { property: 'v' }, otherGroups: true }),
      expects: { series: { length: 6 } },
    },
    {
      name: 'are as many as asked for',
      log: values,
      ask: trend({ breakdown: { property: 'v', limit: 2 } }),
      expects: { series: { length: 2 } },
    },
  ],
  'a condition': [
    found('a number finds it however it is written', 'eq', 12.5, 2),
    found('true is what was sent as true', 'eq', true, 1),
    found('text is as it is written, capitals included', 'eq', 'text', 0),
    found('whoever has no value is none of them', 'neq', 'Text', 6),
    found('whoever has no value is in no list', 'not_in', ['100', 'true'], 5),
    found('numbers compare as numbers', 'gt', 99, 1),
    found('text is not above a number', 'gte', 0, 3),
    found('both ends belong', 'between', [12.5, 100], 3),
    found('capitals do not matter', 'contains', 'TEX', 1),
    found('whoever has no value contains nothing', 'not_contains', 'tex', 6),
    found('empty and missing are not set', 'is_set', undefined, 5),
    found('empty and missing are not set', 'is_not_set', undefined, 2),
    found('a pattern matches anywhere', 'matches', '^\\d+\\.', 2),
  ],
}
