/** For tests: what is known of attempts at a funnel: begun again, repeated, spoilt in one instant, over changes of the clock. */
import { type Case, did, played } from './story.ts'

const funnel = (letters: string, more: object = {}): object => ({
  kind: 'funnel',
  from: '2026-01-10',
  to: '2026-01-12',
  steps: letters.split('').map((event) => ({ event })),
  ...more,
})
const counts = (...all: number[]): object => ({ steps: all.map((count) => ({ count })) })
const hour = { window: { value: 1, unit: 'hour' } }
const spoilt = (more: object = {}): object => ({ exclude: [{ event: 'x', ...more }] })
const grouped = (attribution: string, more: object = {}): object => ({
  breakdown: { property: 'via', attribution, ...more },
})
const groups = (all: Record<string, number[]>, none: number[]): object => ({
  breakdowns: [
    { value: null, ...counts(...none) },
    ...Object.entries(all).map(([value, own]) => ({ value, ...counts(...own) })),
  ],
})
/** Numbers and text, empty and missing, on either step, and somebody who drops out. */
const mixed = [
  did('p1', 'a', '10 12:00', { via: 'Chrome' }),
  did('p1', 'b', '10 13:00'),
  did('p2', 'a', '10 13:00'),
  did('p2', 'b', '11 13:00', { via: 'Safari' }),
  did('p3', 'a', '11 14:00', { via: 'Mac' }),
  did('p3', 'b', '11 15:00', { via: '' }),
  did('p4', 'a', '11 15:00', { via: '0' }),
  did('p4', 'b', '11 16:00', { via: 'other' }),
  did('p5', 'a', '10 15:00'),
]

export const ATTEMPTS: Record<string, Case[]> = {
  'an attempt': [
    {
      name: 'that reaches further than an earlier one is the one that counts, with its times',
      log: [
        ...['10 00:00', '12 00:00'].map((when) => did('ada', 'a', when)),
        did('ada', 'b', '10 00:30'),
      ].concat([did('ada', 'b', '12 00:10'), did('ada', 'c', '12 00:20')]),
      ask: funnel('abc', hour),
      expects: {
        steps: [{ count: 1 }, { averageSecondsFromPrevious: 600 }, { averageSecondsFromPrevious: 600 }],
      },
    },
    {
      name: 'that gets through is the one measured, whatever is begun again and not ended',
      log: ['10 01', '11 04', '12 07'].flatMap((when, nth) => [
        did('ada', 'a', `${when}:00`),
        did('ada', 'b', `${when.slice(0, 3)}${['02', '05', '10'][nth]}:00`),
        ...(nth === 0 ? [did('ada', 'c', '10 03:00')] : []),
      ]),
      ask: funnel('abc'),
      expects: {
        steps: [{ count: 1 }, { averageSecondsFromPrevious: 3_600, medianSecondsFromPrevious: 3_600 }, {}],
      },
    },
    {
      name: 'cannot take one event for two steps, though two of one instant are two',
      log: [did('ada', 'a', '10 12:00'), did('ben', 'a', '10 12:00'), did('ben', 'a', '10 12:00')],
      ask: funnel('aa'),
      expects: counts(2, 1),
    },
    {
      name: 'has a day of 24 hours also over a change of the clock',
      log: [
        did('ada', 'a', '2026-03-28T12:00:00+01:00'),
        did('ada', 'b', '2026-03-29T13:00:00+02:00'),
        did('ben', 'a', '2026-03-28T12:00:00+01:00'),
        did('ben', 'b', '2026-03-29T13:00:00.001+02:00'),
      ],
      ask: funnel('ab', {
        from: '2026-03-28',
        to: '2026-03-30',
        timezone: 'Europe/Berlin',
        window: { value: 1, unit: 'day' },
      }),
      expects: counts(2, 1),
    },
    {
      name: 'goes on over the ends of months, and a month of its window is 30 days',
      log: [
        did('ada', 'a', '2026-01-31T23:00:00Z'),
        did('ada', 'b', '2026-02-01T01:00:00Z'),
        did('ada', 'c', '2026-03-02T23:00:00Z'),
        did('ben', 'a', '2026-01-31T23:00:00Z'),
        did('ben', 'b', '2026-03-02T23:00:00.001Z'),
      ],
      ask: funnel('abc', { from: '2026-01-01', to: '2026-03-31', window: { value: 1, unit: 'month' } }),
      expects: counts(2, 1, 1),
    },
    {
      name: 'has a window of 14 days when nothing is said',
      log: [
        ...['ada', 'ben'].map((person) => did(person, 'a', '10 00:00')),
        did('ada', 'b', '24 00:00'),
        did('ben', 'b', '24 00:00:00.001'),
      ],
      ask: funnel('ab', { to: '2026-01-31' }),
      expects: counts(2, 1),
    },
    {
      name: 'lies in the day on which it began, wherever it ended',
      log: [
        did('ada', 'a', '10 00:00'),
        did('ada', 'b', '11 00:00'),
        did('ben', 'a', '10 05:00'),
        did('cem', 'a', '12 00:00'),
        did('cem', 'b', '12 00:01'),
      ],
      ask: funnel('ab', { trendInterval: 'day' }),
      expects: { trend: { entered: [2, 0, 1], converted: [1, 0, 1], conversion: [0.5, 0, 1] } },
    },
    {
      name: 'lies in its own day before 1970 too',
      log: [did('ada', 'a', '1955-12-31T23:59:59.999Z'), did('ada', 'b', '1956-01-01T00:00:00Z')],
      ask: funnel('ab', { from: '1955-12-31', to: '1956-01-01', trendInterval: 'day' }),
      expects: { trend: { entered: [1, 0], converted: [1, 0] } },
    },
    {
      name: 'in a session without a name ends with half an hour of silence',
      log: ['10 00:00', '11 00:00']
        .map((when) => did('ada', 'a', when))
        .concat([did('ada', 'b', '10 00:30'), did('ada', 'b', '11 00:30:00.001')]),
      ask: funnel('ab', { countBy: 'session' }),
      expects: counts(2, 1),
    },
  ],
  'a spoilt attempt': [
    {
      name: 'is made good by one that is not, later',
      log: [...played({ ada: 'axb' }), did('ada', 'a', '12 12:00'), did('ada', 'b', '12 12:01')],
      ask: funnel('ab', { ...hour, ...spoilt() }),
      expects: counts(1, 1),
    },
    {
      name: 'is one that never went on and met the event inside its window, not behind it',
      log: [
        ...played({ ada: 'ax', ben: 'a' }),
        did('cem', 'a', '10 12:00'),
        did('cem', 'x', '10 13:00:00.001'),
      ],
      ask: funnel('ab', { ...hour, ...spoilt() }),
      expects: counts(2, 0),
    },
    {
      name: 'is none where the event comes in the very instant of a step',
      log: [
        ...['a', 'x'].map((event) => did('ada', event, '10 12:00')),
        did('ada', 'b', '10 12:01'),
        ...['x', 'b'].map((event) => did('ben', event, '10 12:01')),
        did('ben', 'a', '10 12:00'),
      ],
      ask: funnel('ab', spoilt()),
      expects: counts(2, 2),
    },
    {
      name: 'between its first two steps is not spoilt behind them',
      log: played({ ada: 'abxc', ben: 'axbc' }),
      ask: funnel('abc', spoilt({ fromStep: 0, toStep: 1 })),
      expects: counts(1, 1, 1),
    },
    {
      name: 'is made good by its own last first step, where that is what is excluded',
      log: played({ ada: 'aab' }),
      ask: funnel('ab', { exclude: [{ event: 'a' }] }),
      expects: counts(1, 1),
    },
    {
      name: 'in any order is spoilt between its ends alone',
      log: played({ ada: 'bxa', ben: 'bax', cem: 'xba' }),
      ask: funnel('ab', { order: 'unordered', ...spoilt() }),
      expects: counts(2, 2),
    },
  ],
  'a strict attempt': [
    {
      name: 'is broken by its own event where the filter does not hold',
      log: [
        did('ada', 'a', '10 12:00', { k: '1' }),
        did('ada', 'a', '10 12:01', { k: '2' }),
        did('ada', 'b', '10 12:02'),
      ],
      ask: funnel('', {
        order: 'strict',
        steps: [{ event: 'a', filters: [{ property: 'k', operator: 'eq', value: 1 }] }, { event: 'b' }],
      }),
      expects: counts(1, 0),
    },
    {
      name: 'of eight people with seven who begin: two get on, one gets through',
      log: played({
        p1: 'a',
        p2: 'ba',
        p3: 'abxc',
        p4: 'cxba',
        p5: 'baxbc',
        p6: 'xaxb',
        p7: 'xabcx',
        p8: 'cb',
      }),
      ask: funnel('abc', { order: 'strict' }),
      expects: counts(7, 2, 1),
    },
  ],
  'an attempt in any order': [
    {
      name: 'needs a step that is asked for twice twice',
      log: played({ ada: 'a', ben: 'aa' }),
      ask: funnel('aa', { order: 'unordered' }),
      expects: counts(2, 1),
    },
    {
      name: 'begins again with each event that is a step',
      log: [did('ada', 'c', '10 12:00'), did('ada', 'b', '10 12:40'), did('ada', 'a', '10 13:20')],
      ask: funnel('abc', { order: 'unordered', ...hour }),
      expects: counts(1, 1, 0),
    },
  ],
  'whose group an attempt is in': [
    {
      name: 'by its first value: numbers are text, empty and missing are none',
      log: mixed,
      ask: funnel('ab', grouped('first_touch')),
      expects: groups({ '0': [1, 1], Chrome: [1, 1], Mac: [1, 1], Safari: [1, 1] }, [1, 0]),
    },
    {
      name: 'by its last value',
      log: mixed,
      ask: funnel('ab', grouped('last_touch')),
      expects: groups({ Chrome: [1, 1], Mac: [1, 1], Safari: [1, 1], other: [1, 1] }, [1, 0]),
    },
    {
      name: 'by that of its first step',
      log: mixed,
      ask: funnel('ab', grouped('step', { step: 0 })),
      expects: groups({ '0': [1, 1], Chrome: [1, 1], Mac: [1, 1] }, [2, 1]),
    },
    {
      name: 'by that of its second step',
      log: mixed,
      ask: funnel('ab', grouped('step', { step: 1 })),
      expects: groups({ Safari: [1, 1], other: [1, 1] }, [3, 2]),
    },
  ],
}
