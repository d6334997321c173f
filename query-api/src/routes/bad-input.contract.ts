/** Whatever is wrong with a question, the answer names the field and says what is allowed; nothing is left out in silence. */
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
let project: string
beforeAll(async () => {
  corpus = await openCorpus()
  app = Fastify()
  // The key of a corpus is its own name.
  const keys = { find: (name: string) => ({ project: name, kind: 'read' as const, key: 'test', maySee: 5 }) }
  const live = { subscribe: () => () => undefined }
  await app.register(queryApi({ store: corpus.store, keys, live, onEvent: () => undefined, timezone: 'UTC' }))
  const properties = { total: '12.5', shop: 'x' }
  project = await corpus.put([{ event: 'a', person: 'p', time: Date.UTC(2026, 0, 10), properties }])
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

async function send(url: string, payload: object, of = project) {
  const response = await app.inject({
    method: 'POST',
    url,
    payload,
    headers: { authorization: `Bearer ${of}` },
  })
  return {
    status: response.statusCode,
    body: response.json<{ issues?: { path: string; message: string }[] }>(),
  }
}

const range = { from: '2026-01-09', to: '2026-01-12' }
const two = [{ event: 'a' }, { event: 'b' }]
/** One question of each kind that is right. */
const RIGHT = {
  trend: { series: [{}] },
  funnel: { steps: two },
  retention: { start: {}, return: {} },
  lifecycle: {},
  stickiness: { series: [{}] },
  path: {},
  realtime: {},
  interval: { start: { event: 'a' }, end: { event: 'b' } },
  distribution: {},
  session: {},
  attribution: { target: { event: 'a' } },
  ltv: { revenue: { event: 'a', property: 'total' } },
  rfm: { event: 'a', property: 'total' },
} as const
type Kind = keyof typeof RIGHT
const KINDS = Object.keys(RIGHT) as Kind[]
const ask = (kind: Kind, more: object) => send('/v1/query', { kind, ...range, ...RIGHT[kind], ...more })

describe('of every kind', () => {
  const wrong: [name: string, more: object, status: number, path: string, allowed: RegExp][] = [
    ['an unknown field', { colour: 'red' }, 400, 'colour', /not a field/],
    ['a date that is none', { from: '2026-13-45' }, 400, 'from', /2026-01-31/],
    ['a day that does not exist', { from: '2026-02-30' }, 400, 'from', /exists|date/],
    ['a range that ends before it begins', { to: '2025-01-01' }, 400, 'to', /after from/],
    ['a year beyond what is kept', { to: '9999-01-01' }, 400, 'to', /1900 to 2299/],
    ['a zone that is none', { timezone: 'Moon/Base' }, 400, 'timezone', /IANA/],
    ['a wrong type', { weekStart: 1 }, 400, 'weekStart', /monday/],
    ['an unknown interval', { interval: 'fortnight' }, 400, 'interval', /minute.*month/],
    ['filters that are no list', { filters: {} }, 400, 'filters', /array/],
    [
      'an unknown operator',
      { filters: [{ property: 'shop', operator: 'like', value: 1 }] },
      400,
      'filters.0.operator',
      /starts_with/,
    ],
    [
      'an unknown field of a filter',
      { filters: [{ property: 'shop', operator: 'eq', value: 1, type: 'person' }] },
      400,
      'filters.0.type',
      /not a field/,
    ],
    [
      'a pattern that is none',
      { filters: [{ property: 'shop', operator: 'matches', value: '(' }] },
      400,
      'filters.0.value',
      /RE2/,
    ],
    [
      'a property that never existed',
      { filters: [{ any: [{ property: 'totl', operator: 'gt', value: 1 }] }] },
      422,
      'filters.0.any.0.property',
      /nearest are .*total/,
    ],
    [
      'a built-in property that is none',
      { filters: [{ property: '$browsr', operator: 'eq', value: 'x' }] },
      422,
      'filters.0.property',
      /nearest are \$browser,/,
    ],
  ]
  for (const [name, more, status, path, allowed] of wrong)
    test(`${name}: ${status}, naming ${path}`, async () => {
      for (const kind of KINDS) {
        const answer = await ask(kind, more)
        expect([kind, answer.status, answer.body.issues]).toEqual([
          kind,
          status,
          expect.arrayContaining([{ path, message: expect.stringMatching(allowed) }]),
        ])
      }
    })
  test('the question without it is answered', async () => {
    for (const kind of KINDS) expect([kind, (await ask(kind, {})).status]).toEqual([kind, 200])
  })
})

describe('of one kind', () => {
  const long = { from: '1999-01-01', to: '2198-12-31' }
  const exclude = (more: object) => ({ exclude: [{ event: 'x', ...more }] })
  const wrong: [kind: Kind, name: string, more: object, status: number, path: string, allowed: RegExp][] = [
    ['trend', '200 years by minute', { ...long, interval: 'minute' }, 422, 'interval', /longer interval/],
    ['stickiness', '200 years by minute', { ...long, interval: 'minute' }, 422, 'interval', /longer/],
    ['lifecycle', '200 years by minute', { ...long, interval: 'minute' }, 422, 'interval', /longer/],
    ['session', '200 years by minute', { ...long, interval: 'minute' }, 422, 'interval', /longer/],
    ['funnel', '200 years by minute', { ...long, trendInterval: 'minute' }, 422, 'trendInterval', /longer/],
    ['retention', '200 years by hour', { ...long, period: 'hour' }, 422, 'period', /longer/],
    ['ltv', '200 years by hour', { ...long, period: 'hour' }, 422, 'period', /longer/],
    ['realtime', 'two days of minutes', { minutes: 2_880 }, 400, 'minutes', /1440/],
    ['trend', 'no series', { series: [] }, 400, 'series', /.+/],
    ['trend', 'an unknown measure', { series: [{ math: 'dau' }] }, 400, 'series.0.math', /weekly_active/],
    ['trend', 'a sum of nothing', { series: [{ math: 'sum' }] }, 400, 'series.0.property', /property/],
    ['trend', 'an unknown letter', { formula: 'A/C' }, 400, 'formula', /letter from A to A.*character 3/],
    ['trend', 'code for a formula', { formula: 'A; process.exit()' }, 400, 'formula', /character 2/],
    ['trend', 'an empty formula', { formula: '' }, 400, 'formula', /.+/],
    ['trend', 'a half formula', { formula: 'A +' }, 400, 'formula', /at the end/],
    ['trend', 'an unknown comparison', { compare: 'next' }, 400, 'compare', /previous/],
    [
      'trend',
      'a breakdown by what never existed',
      { breakdown: { property: 'shopp' } },
      422,
      'breakdown.property',
      /shop/,
    ],
    [
      'trend',
      'a breakdown of the wrong type',
      { breakdown: { property: 'shop', limit: '5' } },
      400,
      'breakdown.limit',
      /number/,
    ],
    [
      'trend',
      'a sum of what never existed',
      { series: [{ math: 'sum', property: 'totall' }] },
      422,
      'series.0.property',
      /total/,
    ],
    [
      'trend',
      'what cannot add up',
      { series: [{ math: 'weekly_active' }], cumulative: true },
      400,
      'series.0.math',
      /total/,
    ],
    ['funnel', 'no steps', { steps: [] }, 400, 'steps', /.+/],
    ['funnel', 'a step without an event', { steps: [{}] }, 400, 'steps.0.event', /string/],
    ['funnel', 'a window of no length', { window: { value: 0, unit: 'day' } }, 400, 'window.value', />0/],
    ['funnel', 'a negative window', { window: { value: -1, unit: 'day' } }, 400, 'window.value', />0/],
    [
      'funnel',
      'an unknown unit',
      { window: { value: 1, unit: 'year' } },
      400,
      'window.unit',
      /second.*month/,
    ],
    ['funnel', 'a window that is text', { window: '7d' }, 400, 'window', /object/],
    ['funnel', 'an unknown order', { order: 'sideways' }, 400, 'order', /strict/],
    ['funnel', 'a step that is not there', exclude({ fromStep: 5 }), 400, 'exclude.0.fromStep', /0 to 1/],
    [
      'funnel',
      'steps the wrong way round',
      exclude({ fromStep: 1, toStep: 0 }),
      400,
      'exclude.0.toStep',
      /behind/,
    ],
    [
      'funnel',
      'attribution to a step that is not there',
      { breakdown: { property: 'shop', attribution: 'step', step: 7 } },
      400,
      'breakdown.step',
      /0 to 1/,
    ],
    ['funnel', 'a held property that never existed', { hold: ['shap'] }, 422, 'hold.0', /shop/],
    ['retention', 'no return event', { return: undefined }, 400, 'return', /object/],
    ['retention', 'an unknown period', { period: 'year' }, 400, 'period', /hour.*month/],
    ['retention', 'an unknown mode', { mode: 'always' }, 400, 'mode', /first_time/],
    ['retention', 'no periods', { periods: 0 }, 400, 'periods', />=1/],
    ['retention', 'brackets of nothing', { brackets: [0] }, 400, 'brackets.0', />=1/],
    ['retention', 'a sum of nothing', { return: { math: 'sum' } }, 400, 'return.property', /property/],
    [
      'stickiness',
      'a criterion that is none',
      { criterion: { operator: 'about', value: 1 } },
      400,
      'criterion.operator',
      /gte/,
    ],
    ['stickiness', 'half an interval', { intervalCount: 0.5 }, 400, 'intervalCount', /int/],
    ['path', 'one step', { steps: 1 }, 400, 'steps', />=2/],
    [
      'path',
      'a pattern that is none',
      { groups: [{ pattern: '[', name: 'x' }] },
      400,
      'groups.0.pattern',
      /RE2/,
    ],
    ['path', 'by what never existed', { by: 'shopp' }, 422, 'by', /shop/],
    ['path', 'silence of no length', { sessionGap: 0 }, 400, 'sessionGap', /.+/],
    ['interval', 'no end', { end: undefined }, 400, 'end', /object/],
    ['interval', 'bounds that do not ascend', { ranges: [5, 1] }, 400, 'ranges', /above/],
    ['distribution', 'a sum of nothing', { math: 'sum' }, 400, 'property', /property/],
    ['distribution', 'bounds that do not ascend', { ranges: [5, 5] }, 400, 'ranges', /above/],
    ['attribution', 'an unknown model', { model: 'magic' }, 400, 'model', /time_decay/],
    ['attribution', 'by what never existed', { by: '$chanel' }, 422, 'by', /\$channel/],
    [
      'ltv',
      'worth of what never existed',
      { revenue: { event: 'a', property: 'totals' } },
      422,
      'revenue.property',
      /total/,
    ],
    ['rfm', 'six scores', { scores: 6 }, 400, 'scores', /<=5/],
  ]
  for (const [kind, name, more, status, path, allowed] of wrong)
    test(`${kind}, ${name}: ${status}, naming ${path}`, async () => {
      const answer = await ask(kind, more)
      expect(answer).toMatchObject({ status, body: { message: expect.any(String) } })
      expect(answer.body.issues).toContainEqual({ path, message: expect.stringMatching(allowed) })
    })
})

test('whether a property is there at all may be asked of any', async () => {
  const filters = [{ property: 'never sent', operator: 'is_not_set' }]
  expect(await ask('trend', { filters })).toMatchObject({ status: 200 })
})

test('of a project without events nothing is said to have never existed', async () => {
  const filters = [{ property: 'never sent', operator: 'eq', value: 1 }]
  const empty = await corpus.put([])
  expect(await send('/v1/query', { kind: 'trend', ...range, series: [{}], filters }, empty)).toMatchObject({
    status: 200,
  })
})

test('a property that comes later is known once it has come', async () => {
  const late = await corpus.put([{ event: 'a', person: 'p', time: Date.UTC(2026, 0, 10) }])
  const filters = [{ property: 'coupon', operator: 'eq', value: 1 }]
  const status = async () =>
    (await send('/v1/query', { kind: 'trend', ...range, series: [{}], filters }, late)).status
  expect(await status()).toBe(422)
  await corpus.add(late, [
    { event: 'a', person: 'p', time: Date.UTC(2026, 0, 10), properties: { coupon: 'x' } },
  ])
  expect(await status()).toBe(200)
})
