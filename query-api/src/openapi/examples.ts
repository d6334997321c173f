/** A question of each kind, as the documents show it. */
import type { QueryInput } from '@firefly/protocol/query'

export const EXAMPLES: { [Kind in QueryInput['kind']]: { summary: string; value: QueryInput } } = {
  trend: {
    summary: 'Page views and revenue by day, for each channel',
    value: {
      kind: 'trend',
      from: '2026-01-01',
      to: '2026-01-31',
      timezone: 'Asia/Shanghai',
      interval: 'day',
      series: [{ event: '$pageview' }, { event: 'Order Completed', math: 'sum', property: 'total' }],
      breakdown: { property: '$channel', limit: 10 },
    },
  },
  funnel: {
    summary: 'From a page to an order above 100, within a week',
    value: {
      kind: 'funnel',
      from: '2026-01-01',
      to: '2026-01-31',
      window: { value: 7, unit: 'day' },
      steps: [
        { event: '$pageview' },
        { event: 'Product Added' },
        {
          event: 'Order Completed',
          filters: [{ property: 'total', operator: 'gt', value: 100 }],
        },
      ],
    },
  },
  retention: {
    summary: 'Of the people who sign up in a week, how many order in the weeks after',
    value: {
      kind: 'retention',
      from: '2026-01-01',
      to: '2026-03-31',
      start: { event: 'Signed Up' },
      return: { event: 'Order Completed' },
      period: 'week',
      periods: 8,
      mode: 'first_time',
    },
  },
  lifecycle: {
    summary: 'Who is new, stays, comes back and leaves, week by week',
    value: { kind: 'lifecycle', from: '2026-01-01', to: '2026-03-31', interval: 'week', event: '$pageview' },
  },
  stickiness: {
    summary: 'On how many days of a month people visit at least three pages',
    value: {
      kind: 'stickiness',
      from: '2026-01-01',
      to: '2026-01-31',
      series: [{ event: '$pageview' }],
      criterion: { operator: 'gte', value: 3 },
    },
  },
  realtime: {
    summary: 'The last half hour, minute by minute',
    value: { kind: 'realtime', minutes: 30 },
  },
  path: {
    summary: 'The pages that lead to a thank-you page',
    value: { kind: 'path', from: '2026-01-01', to: '2026-01-31', by: '$pathname', end: '/thanks', steps: 4 },
  },
}
