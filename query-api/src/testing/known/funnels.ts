/** For tests: what is known of funnels: same instants, windows to the millisecond, steps that come again, spoilt attempts. */
import { type Case, did, played } from './story.ts'

const range = { from: '2026-01-10', to: '2026-01-12' }
const funnel = (letters: string, more: object = {}): object => ({
  kind: 'funnel',
  ...range,
  steps: letters.split('').map((event) => ({ event })),
  ...more,
})
const counts = (...all: number[]): object => ({ steps: all.map((count) => ({ count })) })
const hour = { window: { value: 1, unit: 'hour' } }

export const FUNNELS: Record<string, Case[]> = {
  'a funnel in order': [
    {
      name: 'counts at the furthest step, whatever lies between and however often steps are done',
      log: played({ ada: 'axbxc', ben: 'aab', cem: 'ac', dan: 'bc', eve: 'cba' }),
      ask: funnel('abc'),
      expects: counts(4, 2, 1),
    },
    {
      name: 'takes two events of one instant as one after the other, whichever was stored first',
      log: [did('ada', 'b', '10 12:00:00'), did('ada', 'a', '10 12:00:00')],
      ask: funnel('ab'),
      expects: counts(1, 1),
    },
    {
      name: 'needs as many events as it has steps, also where they are the same',
      log: played({ ada: 'a', ben: 'aa', cem: 'aaaa' }),
      ask: funnel('aaa'),
      expects: counts(3, 2, 1),
    },
    {
      name: 'has a window that holds to its last millisecond and not beyond',
      log: [
        ...['ada', 'ben'].map((person) => did(person, 'a', '10 12:00:00')),
        did('ada', 'b', '10 13:00:00'),
        did('ben', 'b', '10 13:00:00.001'),
      ],
      ask: funnel('ab', hour),
      expects: counts(2, 1),
    },
    {
      name: 'measures its window from the first step, not from the one before',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'b', '10 12:50'), did('ada', 'c', '10 13:10')],
      ask: funnel('abc', hour),
      expects: counts(1, 1, 0),
    },
    {
      name: 'lets whoever begins again begin again',
      log: [did('ada', 'a', '10 12:00'), did('ada', 'a', '10 15:00'), did('ada', 'b', '10 15:30')],
      ask: funnel('ab', hour),
      expects: { steps: [{ count: 1 }, { count: 1, averageSecondsFromPrevious: 1800 }] },
    },
    {
      name: 'takes nothing from before its range or behind it',
      log: [
        did('ada', 'a', '09 23:59:59.999'),
        did('ada', 'b', '10 00:00'),
        did('ben', 'a', '12 23:59:59.999'),
        did('ben', 'b', '13 00:00'),
      ],
      ask: funnel('ab'),
      expects: counts(1, 0),
    },
    {
      name: 'finds a chain through four events that did not come in the order of their steps’ names',
      log: [
        did('ada', '1003', '10 00:00'),
        did('ada', '1009', '10 10:00'),
        did('ada', '1007', '11 00:00'),
        did('ada', '1010', '12 20:00'),
      ],
      ask: { ...funnel(''), steps: ['1003', '1009', '1007', '1010'].map((event) => ({ event })) },
      expects: counts(1, 1, 1, 1),
    },
    {
      name: 'of one step is who did it',
      log: played({ ada: 'aa', ben: 'b' }),
      ask: funnel('a'),
      expects: { steps: [{ count: 1, conversion: 1, medianSecondsFromPrevious: null }] },
    },
    {
      name: 'of nobody has zeros and no times',
      log: [],
      ask: funnel('ab'),
      expects: {
        steps: [
          { count: 0, conversion: 0 },
          { count: 0, conversion: 0, conversionFromPrevious: 0, averageSecondsFromPrevious: null },
        ],
      },
    },
    {
      name: 'tells shares of the first step and of the one before',
      log: played({ a1: 'abc', a2: 'ab', a3: 'a', a4: 'a' }),
      ask: funnel('abc'),
      expects: {
        steps: [
          { conversion: 1 },
          { conversion: 0.5, conversionFromPrevious: 0.5 },
          { conversion: 0.25, conversionFromPrevious: 0.5 },
        ],
      },
    },
    {
      name: 'by session needs all steps in one of them',
      log: [
        did('ada', 'a', '10 12:00', {}, { session: 's1' }),
        did('ada', 'b', '10 12:01', {}, { session: 's2' }),
        did('ada', 'a', '10 12:02', {}, { session: 's2' }),
        did('ada', 'b', '10 12:03', {}, { session: 's2' }),
      ],
      ask: funnel('ab', { countBy: 'session' }),
      expects: counts(2, 1),
    },
  ],
  'a strict or unordered funnel': [
    {
      name: 'strict: nothing lies between, and what comes before or behind does no harm',
      log: played({ ada: 'xabx', ben: 'axb', cem: 'aab', dan: 'axab' }),
      ask: funnel('ab', { order: 'strict' }),
      expects: counts(4, 3),
    },
    {
      name: 'unordered: any order, and the second step is any two of them',
      log: played({ ada: 'cba', ben: 'ca', cem: 'b', dan: 'aaa' }),
      ask: funnel('abc', { order: 'unordered' }),
      expects: counts(4, 2, 1),
    },
    {
      name: 'unordered: all within the window of the first one done',
      log: [
        did('ada', 'b', '10 12:00'),
        did('ada', 'a', '10 13:00'),
        did('ben', 'b', '10 12:00'),
        did('ben', 'a', '10 13:01'),
      ],
      ask: funnel('ab', { order: 'unordered', ...hour }),
      expects: counts(2, 1),
    },
  ],
  'an excluded event': [
    {
      name: 'between two steps takes the person out of the funnel; before, behind or later it does not',
      log: played({ ada: 'axb', ben: 'xab', cem: 'abx', dan: 'ab' }),
      ask: funnel('ab', { exclude: [{ event: 'x' }] }),
      expects: counts(3, 3),
    },
    {
      name: 'does nothing to whoever tries again without it',
      log: played({ ada: 'axaab' }),
      ask: funnel('ab', { exclude: [{ event: 'x' }] }),
      expects: counts(1, 1),
    },
    {
      name: 'between later steps alone lets the first ones be',
      log: played({ ada: 'axbc', ben: 'abxc' }),
      ask: funnel('abc', { exclude: [{ event: 'x', fromStep: 1, toStep: 2 }] }),
      expects: counts(1, 1, 1),
    },
    {
      name: 'with a filter spoils only where the filter holds',
      log: [
        ...played({ ada: 'a-b', ben: 'a-b' }),
        did('ada', 'x', '10 12:01', { why: 'bad' }),
        did('ben', 'x', '10 12:01', { why: 'good' }),
      ],
      ask: funnel('ab', {
        exclude: [{ event: 'x', filters: [{ property: 'why', operator: 'eq', value: 'bad' }] }],
      }),
      expects: counts(1, 1),
    },
  ],
  'a step of a funnel': [
    {
      name: 'that is optional counts those who took it, and keeps nobody back',
      log: played({ ada: 'abc', ben: 'ac', cem: 'ab' }),
      ask: funnel('', { steps: [{ event: 'a' }, { event: 'b', optional: true }, { event: 'c' }] }),
      expects: counts(3, 2, 2),
    },
    {
      name: 'may be one of several events',
      log: played({ ada: 'ac', ben: 'bc', cem: 'xc' }),
      ask: funnel('', { steps: [{ event: 'a', or: [{ event: 'b' }] }, { event: 'c' }] }),
      expects: counts(2, 2),
    },
    {
      name: 'holds the same order where a property is held',
      log: [
        did('ada', 'a', '10 12:00', { cart: '1' }),
        did('ada', 'b', '10 12:01', { cart: '2' }),
        did('ben', 'a', '10 12:00', { cart: '1' }),
        did('ben', 'b', '10 12:01', { cart: '1' }),
        did('cem', 'a', '10 12:00'),
        did('cem', 'b', '10 12:01'),
      ],
      ask: funnel('ab', { hold: ['cart'] }),
      expects: counts(2, 1),
    },
  ],
  'groups of a funnel': [
    {
      name: 'by the first value among the steps that is not empty, by the last, or by that of a step',
      log: [
        did('ada', 'a', '10 12:00'),
        did('ada', 'b', '10 12:01', { via: 'mail' }),
        did('ada', 'c', '10 12:02', { via: 'search' }),
      ],
      ask: funnel('abc', { breakdown: { property: 'via' } }),
      expects: { breakdowns: [{ value: 'mail', steps: [{ count: 1 }, { count: 1 }, { count: 1 }] }] },
    },
    {
      name: 'by the last touch',
      log: [
        did('ada', 'a', '10 12:00', { via: 'mail' }),
        did('ada', 'b', '10 12:01', { via: 'search' }),
        did('ada', 'c', '10 12:02', { via: '' }),
      ],
      ask: funnel('abc', { breakdown: { property: 'via', attribution: 'last_touch' } }),
      expects: { breakdowns: [{ value: 'search' }] },
    },
    {
      name: 'by a step that somebody has not reached are those without a value',
      log: [
        did('ada', 'a', '10 12:00', { via: 'mail' }),
        did('ben', 'a', '10 12:00'),
        did('ben', 'b', '10 12:01', { via: 'search' }),
      ],
      ask: funnel('ab', { breakdown: { property: 'via', attribution: 'step', step: 1 } }),
      expects: {
        breakdowns: [
          { value: null, steps: [{ count: 1 }, { count: 0 }] },
          { value: 'search', steps: [{ count: 1 }, { count: 1 }] },
        ],
      },
    },
  ],
}
