/** For tests: what is known of visits: where they go, when they end, what they are owed to. */
import { at, type Case, did, played, visited } from './story.ts'

const day = { from: '2026-01-10', to: '2026-01-10' }
const link = (source: string, target: string, count: number): object => ({ source, target, count })
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

export const PATHS: Record<string, Case[]> = {
  paths: [
    {
      name: 'count sessions on each edge; reloads and slashes are no steps',
      log: [
        ...['/', '/', '/about', '/about/', '/pricing'].map((page, nth) =>
          visited('ada', page, `10 12:0${nth}`),
        ),
        ...['/', '/about', '/'].map((page, nth) => visited('ben', page, `10 12:0${nth}`)),
      ],
      ask: { kind: 'path', ...day },
      expects: {
        links: [link('1_/', '2_/about', 2), link('2_/about', '3_/', 1), link('2_/about', '3_/pricing', 1)],
      },
    },
    {
      name: 'end after half an hour of silence',
      log: [
        visited('ada', '/a', '10 12:00'),
        visited('ada', '/b', '10 12:29:59.999'),
        visited('ada', '/c', '10 13:00'),
      ],
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_/a', '2_/b', 1)] },
    },
    {
      name: 'from a page begin where the session first comes to it',
      log: ['/a', '/b', '/a', '/c'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, start: '/b' },
      expects: { links: [link('1_/b', '2_/a', 1), link('2_/a', '3_/c', 1)] },
    },
  ],
  'what people do': [
    {
      name: 'counts each time as a step of its own, and the same twice in a row as one',
      log: played({ ada: 'xxyyxz' }),
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_x', '2_y', 1), link('2_y', '3_x', 1), link('3_x', '4_z', 1)] },
    },
    {
      name: 'from a page back to it begins at the first time and ends at the second',
      log: ['/a', '/b', '/a', '/c'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, start: '/a', end: '/a' },
      expects: { links: [link('1_/a', '2_/b', 1), link('2_/b', '3_/a', 1)] },
    },
    {
      name: 'up to a page shows the last steps before it',
      log: ['/a', '/b', '/c', '/d'].map((page, nth) => visited('ada', page, `10 12:0${nth}`)),
      ask: { kind: 'path', ...day, end: '/c', steps: 2 },
      expects: { links: [link('1_/b', '2_/c', 1)] },
    },
    {
      name: 'by a property leaves out what has none',
      log: [
        did('ada', 'x', '10 12:00', { stage: 'one' }),
        did('ada', 'y', '10 12:01'),
        did('ada', 'x', '10 12:02', { stage: 'two' }),
      ],
      ask: { kind: 'path', ...day, by: 'stage' },
      expects: { links: [link('1_one', '2_two', 1)] },
    },
    {
      name: 'is parted as the SDK says, over silences and side by side',
      log: [
        did('ada', 'x', '10 12:00', {}, { session: 's1' }),
        did('ada', 'm', '10 12:01', {}, { session: 's2' }),
        did('ada', 'y', '10 14:00', {}, { session: 's1' }),
      ],
      ask: { kind: 'path', ...day },
      expects: { links: [link('1_x', '2_y', 1)] },
    },
    {
      name: 'or by as much silence as is asked for',
      log: [did('ada', 'x', '10 12:00'), did('ada', 'y', '10 12:05'), did('ada', 'z', '10 12:10:00.001')],
      ask: { kind: 'path', ...day, sessionGap: 5 },
      expects: { links: [link('1_x', '2_y', 1)] },
    },
  ],
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
