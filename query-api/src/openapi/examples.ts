/** A question of each kind, as the documents show it. */
import type { QueryInput } from '@firefly/protocol/query'
import type { CohortInput } from '@firefly/protocol/query/cohorts'
import type { QuestionInput } from '@firefly/protocol/query/questions'
import type { ExportInput } from '@firefly/protocol/query/export'

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
  interval: {
    summary: 'How long people take from a product to an order, within a day',
    value: {
      kind: 'interval',
      from: '2026-01-01',
      to: '2026-01-31',
      start: { event: 'Product Added' },
      end: { event: 'Order Completed' },
      window: { value: 1, unit: 'day' },
    },
  },
  distribution: {
    summary: 'How many people spent how much',
    value: {
      kind: 'distribution',
      from: '2026-01-01',
      to: '2026-01-31',
      event: 'Order Completed',
      math: 'sum',
      property: 'total',
      ranges: [50, 100, 500],
    },
  },
  session: {
    summary: 'Visits by day, how long and how deep, and where they begin and end',
    value: { kind: 'session', from: '2026-01-01', to: '2026-01-31', interval: 'day' },
  },
  attribution: {
    summary: 'Which campaigns orders are owed to, the nearer ones more',
    value: {
      kind: 'attribution',
      from: '2026-01-01',
      to: '2026-01-31',
      target: { event: 'Order Completed', property: 'total' },
      by: '$utm_campaign',
      model: 'time_decay',
    },
  },
  ltv: {
    summary: 'What the people of each month have spent since',
    value: {
      kind: 'ltv',
      from: '2026-01-01',
      to: '2026-06-30',
      revenue: { event: 'Order Completed', property: 'total' },
      period: 'month',
      periods: 6,
    },
  },
  correlation: {
    summary: 'What goes with ordering after something was put into the cart',
    value: {
      kind: 'correlation',
      from: '2026-01-01',
      to: '2026-01-31',
      steps: [{ event: 'Product Added' }, { event: 'Order Completed' }],
      window: { value: 7, unit: 'day' },
    },
  },
  anomaly: {
    summary: 'Days with unusually many or few orders',
    value: {
      kind: 'anomaly',
      from: '2026-01-01',
      to: '2026-01-31',
      series: [{ event: 'Order Completed' }],
    },
  },
  explain: {
    summary: 'Where the change of orders against the week before comes from',
    value: {
      kind: 'explain',
      from: '2026-01-12',
      to: '2026-01-18',
      series: { event: 'Order Completed' },
      properties: ['$channel', '$city'],
    },
  },
  rfm: {
    summary: 'Customers by how recently, how often and for how much they bought',
    value: { kind: 'rfm', from: '2026-01-01', to: '2026-06-30', event: 'Order Completed', property: 'total' },
  },
}

/** The people behind a number, as the documents ask for them. */
export const PERSONS_EXAMPLES = {
  dropped: {
    summary: 'Who put something into the cart and did not order',
    value: { query: EXAMPLES.funnel.value, pick: { step: 1, dropped: true }, limit: 100 },
  },
  ofGroup: {
    summary: 'Who began a visit at a page, of one campaign',
    value: {
      query: { ...EXAMPLES.session.value, breakdown: { property: '$utm_campaign' } },
      pick: { entryPage: '/shoes' },
      breakdown: 'spring',
    },
  },
}

/** Events row by row, as the documents ask for them. */
export const EXPORT_EXAMPLES: Record<string, { summary: string; value: ExportInput }> = {
  orders: {
    summary: 'The orders of January for a spreadsheet',
    value: {
      from: '2026-01-01',
      to: '2026-01-31',
      timezone: 'Asia/Shanghai',
      events: ['Order Completed'],
      columns: ['time', 'distinctId', '$city', 'total'],
    },
  },
}

/** Cohorts, as the documents save them. */
export const COHORT_EXAMPLES: Record<string, { summary: string; value: CohortInput }> = {
  regulars: {
    summary: 'Whoever ordered twice in the last 90 days, found anew every hour',
    value: {
      name: 'Regulars',
      definition: {
        did: {
          event: 'Order Completed',
          times: { operator: 'gte', value: 2 },
          within: { value: 90, unit: 'day' },
        },
      },
      refreshMinutes: 60,
    },
  },
  hesitant: {
    summary: 'Whoever looked at a product and then called, and is on the free plan',
    value: {
      name: 'Hesitant',
      definition: {
        all: [
          { sequence: { steps: [{ event: 'Product Viewed' }, { event: 'Support Called' }] } },
          { has: { property: 'plan', operator: 'eq', value: 'free' } },
        ],
      },
    },
  },
  invited: { summary: 'A list', value: { name: 'Invited', ids: ['ada', 'ben'] } },
  dropped: {
    summary: 'Who put something into the cart in January and did not order',
    value: {
      name: 'Left in the cart',
      persons: { query: { ...EXAMPLES.funnel.value }, pick: { step: 1, dropped: true } },
    },
  },
}

/** A question, as the documents save it. */
export const QUESTION_EXAMPLES: Record<string, { summary: string; value: QuestionInput }> = {
  orders: {
    summary: 'Page views and revenue of January',
    value: { name: 'January', query: { ...EXAMPLES.trend.value } },
  },
}
