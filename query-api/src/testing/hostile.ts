/** For tests: questions of every kind with hostile text wherever a user may write. */
import { ATTRIBUTION_MODELS } from '@firefly/protocol/query/attribution'
import { DISTRIBUTION_MATHS } from '@firefly/protocol/query/distribution'
import { TIMES_OPERATORS } from '@firefly/protocol/query/filters'
import { ATTRIBUTIONS, FUNNEL_ORDERS } from '@firefly/protocol/query/funnel'
import { RETENTION_MODES, RETURN_MATHS } from '@firefly/protocol/query/retention'
import { INTERVALS, MATHS, OPERATORS } from '@firefly/protocol/query/words'
import fc from 'fast-check'

/** No text of ours has this in it, so a statement with it took something over from the user. */
export const MARK = 'zqx'
const TRICKS = [
  `' OR 1=1 --`,
  `'; DROP TABLE events; --`,
  `\\' UNION ALL SELECT * FROM events WHERE '1'='1`,
  `\` FROM system.tables --`,
  `{p0:String}`,
  `') OR project != ('`,
  `%' OR '%`,
  `*/ OR /*`,
  `\u0000'`,
  `'||(SELECT groupArray(project) FROM events)||'`,
  `\n) OR (1=1`,
  `"; SETTINGS readonly=0; --`,
]
export const hostile: fc.Arbitrary<string> = fc
  .oneof(fc.constantFrom(...TRICKS), fc.string({ maxLength: 12 }))
  .map((trick) => `${MARK}${trick}`)

/** Names and texts inside of a computed property are the user's too; what ends them there is left out, so that it can be read. */
const computed: fc.Arbitrary<string> = fc
  .tuple(hostile, hostile)
  .map(([a, b]) => [`[${a.replaceAll(']', '')}]`, `"${b.replaceAll('"', '')}"`] as const)
  .chain(([name, words]) =>
    fc.constantFrom(
      `= concat(${name}, ${words})`,
      `= if(contains(${name}, ${words}), ${words}, lower(${name}))`,
      `= number(${name}) * 2 + length(${words})`,
      `= coalesce(parameter(${name}, ${words}), ${words})`,
    ),
  )
const text = fc.oneof(
  { weight: 3, arbitrary: hostile },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', '$pageview', '$channel', 'shop') },
  { weight: 1, arbitrary: computed },
)
const maybe = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(of, { nil: undefined })
const ofWhom = { source: fc.constantFrom(undefined, undefined, 'event', 'user', 'group') }
const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
const condition = fc.constantFrom(...OPERATORS.filter((one) => one !== 'matches')).chain((operator) => {
  const list =
    operator === 'between' ? fc.tuple(value, value) : fc.array(value, { minLength: 1, maxLength: 3 })
  const none = operator === 'is_set' || operator === 'is_not_set'
  const many = operator === 'in' || operator === 'not_in' || operator === 'between'
  return fc.record({
    property: text,
    ...ofWhom,
    operator: fc.constant(operator),
    ...(!none && { value: many ? list : value }),
  })
})
const cohort = fc.record({
  did: fc.record({
    event: fc.option(text, { nil: undefined }),
    filters: fc.array(condition, { maxLength: 1 }),
    times: fc.record({ operator: fc.constantFrom(...TIMES_OPERATORS), value: fc.nat(3) }),
  }),
})
const sequence = fc.record({
  sequence: fc.record({
    steps: fc.array(fc.record({ event: text, filters: fc.array(condition, { maxLength: 1 }) }), {
      minLength: 2,
      maxLength: 2,
    }),
  }),
})
const has = fc.record({ has: condition })
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2 },
    condition,
    fc.record({ cohort: fc.oneof(cohort, has, sequence, fc.record({ not: cohort })) }),
    fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 2 }) }),
  ),
}))
const filters = maybe(fc.array(filter, { maxLength: 2 }))
const frame = {
  from: fc.constant('2026-01-01'),
  to: fc.constantFrom('2026-01-02', '2026-01-09'),
  timezone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
  filters,
  // Thousands of minutes a question would only make ten thousand questions slow.
  interval: fc.constantFrom(...INTERVALS.filter((one) => one !== 'minute')),
  // Few kinds can be told from a sample.
  sampling: fc.constantFrom(...Array<undefined>(9).fill(undefined), 0.1),
  cache: fc.constantFrom(undefined, undefined, true, false),
}
const event = { event: text, filters }
const selection = { event: maybe(text), filters }
const breakdown = fc.record({ property: text, ...ofWhom, limit: fc.integer({ min: 1, max: 5 }) })
const period = fc.constantFrom('hour', 'day', 'week', 'month')
const counts = fc.integer({ min: 1, max: 5 })
const window = maybe(
  fc.record({ value: fc.integer({ min: 1, max: 5 }), unit: fc.constantFrom('hour', 'day') }),
)
const series = fc.record({ ...selection, math: fc.constantFrom(...MATHS), property: text, name: text })
const ofKind = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record({ kind: fc.constant(kind), ...frame, ...fields })

/** Of a kind that is broken down beside its result. */
const ofPlain = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  ofKind(kind, { breakdown: maybe(breakdown), ...fields })

/** Fields without a value are there as undefined, which a question as JSON leaves out. */
export const hostileQuestion: fc.Arbitrary<object> = fc
  .oneof(
    ofKind('trend', {
      series: fc.array(series, { minLength: 1, maxLength: 2 }),
      breakdown: maybe(breakdown),
      compare: maybe(fc.constant('previous')),
      formula: maybe(
        fc.oneof({ weight: 9, arbitrary: fc.constant('A*2') }, { weight: 1, arbitrary: hostile }),
      ),
    }),
    ofKind('trend', {
      series: fc.array(series, { minLength: 1, maxLength: 1 }),
      byCohort: fc.array(fc.record({ cohort: fc.oneof(cohort, has, sequence), name: text }), {
        minLength: 1,
        maxLength: 2,
      }),
      movingAverage: maybe(fc.constant(3)),
    }),
    ofKind('trend', {
      series: fc.array(
        series.map((one) => ({ ...one, math: 'unique_users' })),
        { minLength: 1, maxLength: 1 },
      ),
      breakdowns: fc.array(breakdown, { minLength: 2, maxLength: 3 }),
      cumulative: fc.boolean(),
      otherGroups: fc.boolean(),
    }),
    ofKind('funnel', {
      steps: fc.array(
        fc.record({
          ...event,
          name: text,
          or: maybe(fc.array(fc.record(event), { minLength: 1, maxLength: 1 })),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      order: fc.constantFrom(...FUNNEL_ORDERS),
      window,
      breakdown: maybe(fc.record({ property: text, attribution: fc.constantFrom(...ATTRIBUTIONS) })),
      hold: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
      countBy: fc.constantFrom('user', 'session'),
      trendInterval: maybe(fc.constant('day')),
      timeToConvert: maybe(fc.constant({ ranges: [60, 900] })),
      byCohort: fc.constantFrom(undefined, undefined, [
        { cohort: { has: { property: MARK, operator: 'is_set' } }, name: MARK },
      ]),
    }),
    ofKind('funnel', {
      steps: fc.array(fc.record(event), { minLength: 2, maxLength: 3 }),
      order: fc.constantFrom(...FUNNEL_ORDERS),
      exclude: fc.array(fc.record(event), { minLength: 1, maxLength: 2 }),
    }),
    ofKind('retention', {
      start: fc.record(selection),
      return: fc.record({ ...selection, math: fc.constantFrom(...RETURN_MATHS), property: text }),
      period,
      periods: counts,
      mode: fc.constantFrom(...RETENTION_MODES),
      counting: fc.constantFrom('on', 'on_or_after'),
      breakdown: maybe(breakdown),
    }),
    ofPlain('lifecycle', { event: maybe(text) }),
    ofPlain('stickiness', {
      series: fc.array(fc.record({ ...selection, name: text }), { minLength: 1, maxLength: 2 }),
    }),
    ofPlain('path', {
      by: text,
      start: maybe(text),
      end: maybe(text),
      include: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
      exclude: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
      groups: maybe(
        fc.array(fc.record({ pattern: fc.constantFrom('^a', MARK), name: text }), { maxLength: 2 }),
      ),
      sessionGap: maybe(fc.constant(5)),
    }),
    ofPlain('realtime', { minutes: fc.integer({ min: 1, max: 60 }) }),
    ofPlain('interval', { start: fc.record(event), end: fc.record(event), window }),
    ofPlain('distribution', {
      event: maybe(text),
      math: fc.constantFrom(...DISTRIBUTION_MATHS),
      property: text,
    }),
    ofPlain('session', {}),
    ofPlain('attribution', {
      target: fc.record({ ...event, property: maybe(text) }),
      touch: fc.record(selection),
      by: text,
      model: fc.constantFrom(...ATTRIBUTION_MODELS),
      window,
    }),
    ofPlain('ltv', {
      start: fc.record(selection),
      revenue: fc.record({ ...event, property: text }),
      period,
      periods: counts,
    }),
    ofPlain('correlation', {
      steps: fc.array(fc.record(event), { minLength: 2, maxLength: 3 }),
      properties: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
    }),
    ofPlain('anomaly', {
      series: fc.array(series, { minLength: 1, maxLength: 1 }),
      lookBack: fc.constant(3),
    }),
    ofPlain('explain', {
      series: fc.record({ ...selection, property: text }),
      properties: fc.array(text, { minLength: 1, maxLength: 2 }),
    }),
    ofPlain('rfm', { event: text, property: text }),
  )
  .map((question) => JSON.parse(JSON.stringify(question)) as object)
