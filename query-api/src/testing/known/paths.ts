/** For tests: what is known of visits: where they go, when they end, what they are owed to. */
import { type Case, did, visited } from './story.ts'

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
  sessions: [
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
  intervals: [
    {
      name: 'run from the last start before an end',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '10 12:10'), did('ada', 'b', '10 12:15')],
      ask: { kind: 'interval', ...day, start: { event: 'a' }, end: { event: 'b' } },
      expects: { users: 1, count: 1, averageSeconds: 300 },
    },
  ],
}
