/** For tests: what is known of visits: when they end, what is owed to them, what they are worth, how long things take. */
import { at, type Case, did, played, visited } from './story.ts'

const day = { from: '2026-01-10', to: '2026-01-10' }
const touches = ['spring', 'summer', 'autumn', 'winter'].map((utm_campaign, nth) =>
  did('ada', '$pageview', `1${nth} 12:00`, {}, { columns: { utm_campaign } }),
)
const owed = (model: string, shares: Record<string, number>): Case => ({
  name: `${model}: ${JSON.stringify(shares)}`,
  log: [...touches, did('ada', 'order', '14 12:00')],
  ask: {
    kind: 'attribution',
    from: '2026-01-10',
    to: '2026-01-20',
    target: { event: 'order' },
    by: '$utm_campaign',
    model,
  },
  expects: {
    groups: expectShares(shares),
  },
})
const expectShares = (shares: Record<string, number>): object[] =>
  Object.entries(shares).map(([value, conversions]) => ({ value, conversions }))

const attributed = {
  kind: 'attribution',
  from: '2026-01-10',
  to: '2026-01-20',
  touch: { event: 'touch' },
  by: 'via',
  target: { event: 'order', property: 'v' },
}

export const VISITS: Record<string, Case[]> = {
  sessions: [
    {
      name: 'without a name go on for a day and a half while nothing is silent',
      log: Array.from({ length: 109 }, (_, nth) => ({
        ...did('ada', 'x', '10 00:00'),
        time: at('10 00:00') + nth * 20 * 60_000,
      })),
      ask: { kind: 'session', from: '2026-01-10', to: '2026-01-12' },
      expects: { total: { sessions: 1, averageSeconds: 129_600 }, buckets: [{ sessions: 1 }, {}, {}] },
    },
    {
      name: 'begin in the second they begin in, before 1970 too',
      log: [did('ada', 'x', '1955-12-31T23:59:59.999Z'), did('ada', 'x', '1956-01-01T00:00:00Z')],
      ask: { kind: 'session', from: '1955-12-31', to: '1956-01-01' },
      expects: { buckets: [{ sessions: 1 }, { sessions: 0 }] },
    },
    {
      name: 'without a name hold to half an hour to the millisecond',
      log: [
        ...['ada', 'ben'].map((person) => did(person, 'x', '10 12:00')),
        did('ada', 'x', '10 12:30'),
        did('ben', 'x', '10 12:30:00.001'),
      ],
      ask: { kind: 'session', ...day },
      expects: { total: { sessions: 3, users: 2, averageSeconds: 600 } },
    },
    {
      name: 'over midnight are one, of the day on which it began',
      log: [visited('ada', '/a', '10 23:50'), visited('ada', '/b', '11 00:10')],
      ask: { kind: 'session', from: '2026-01-10', to: '2026-01-11' },
      expects: {
        total: { sessions: 1, averageSeconds: 1200, averageDepth: 2, bounceRate: 0 },
        buckets: [{ sessions: 1 }, { sessions: 0 }],
        entryPages: [{ name: '/a', sessions: 1 }],
        exitPages: [{ name: '/b', sessions: 1 }],
      },
    },
    {
      name: 'of one page bounce, half of two',
      log: [
        visited('ada', '/a', '10 12:00'),
        visited('ben', '/a', '10 12:00'),
        visited('ben', '/b', '10 12:01'),
      ],
      ask: { kind: 'session', ...day },
      expects: { total: { sessions: 2, users: 2, bounceRate: 0.5, averageSeconds: 30 } },
    },
  ],
  'an order after four campaigns is owed': [
    owed('first', { spring: 1, autumn: 0, summer: 0, winter: 0 }),
    owed('last', { winter: 1, autumn: 0, spring: 0, summer: 0 }),
    owed('linear', { autumn: 0.25, spring: 0.25, summer: 0.25, winter: 0.25 }),
    owed('position', { spring: 0.4, winter: 0.4, autumn: 0.1, summer: 0.1 }),
  ],
  'what a conversion is owed to': [
    {
      name: 'is nothing where there is no touch, none in time, and none but later',
      log: [
        did('ada', 'order', '14 12:00', { v: '10' }),
        did('ben', 'touch', '10 11:59:59.999', { via: 'mail' }),
        did('ben', 'order', '14 12:00', { v: '20' }),
        did('cem', 'order', '14 12:00', { v: '30' }),
        did('cem', 'touch', '14 12:00:00.001', { via: 'mail' }),
        did('dan', 'touch', '10 12:00', { via: 'mail' }),
        did('dan', 'order', '14 12:00', { v: '5' }),
      ],
      ask: { ...attributed, window: { value: 4, unit: 'day' } },
      expects: {
        total: { conversions: 4, value: 65 },
        unattributed: { conversions: 3, value: 60 },
        groups: [{ value: 'mail', touches: 1, conversions: 1, worth: 5 }],
      },
    },
    {
      name: 'may be a touch that says nothing',
      log: [did('ada', 'touch', '10 12:00'), did('ada', 'order', '14 12:00', { v: '10' })],
      ask: attributed,
      expects: { groups: [{ value: null, conversions: 1, worth: 10 }] },
    },
  ],
  'lifetime value': [
    {
      name: 'falls where money is given back',
      log: [
        did('ada', 'a', '10 10:00'),
        did('ada', 'order', '10 11:00', { v: '20' }),
        did('ada', 'order', '11 11:00', { v: '-5' }),
      ],
      ask: {
        kind: 'ltv',
        ...day,
        start: { event: 'a' },
        period: 'day',
        periods: 3,
        revenue: { event: 'order', property: 'v' },
      },
      expects: { cohorts: [{ size: 1, revenue: [20, 15, 15], perUser: [20, 15, 15] }] },
    },
  ],
  intervals: [
    {
      name: 'run from the last start before an end',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '10 12:10'), did('ada', 'b', '10 12:15')],
      ask: { kind: 'interval', ...day, start: { event: 'a' }, end: { event: 'b' } },
      expects: { users: 1, count: 1, averageSeconds: 300 },
    },
    {
      name: 'leave out ends without a start and starts without an end',
      log: played({ ada: 'abba', ben: 'b', cem: 'a' }),
      ask: { kind: 'interval', ...day, start: { event: 'a' }, end: { event: 'b' } },
      expects: { users: 1, count: 1, averageSeconds: 60 },
    },
    {
      name: 'of an event to itself run from each to the next; of nothing there are none',
      log: played({ ada: 'aaa', ben: 'a' }),
      ask: { kind: 'interval', ...day, start: { event: 'a' }, end: { event: 'a' } },
      expects: { users: 1, count: 2, averageSeconds: 60 },
    },
    {
      name: 'may be of no length at all',
      log: [did('ada', 'b', '10 12:00'), did('ada', 'a', '10 12:00')],
      ask: { kind: 'interval', ...day, start: { event: 'a' }, end: { event: 'b' } },
      expects: { users: 1, count: 1, averageSeconds: 0 },
    },
  ],
}
