import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Plan, type PlanInput, planSchema, PLAN_STATUSES, PROPERTY_TYPES, readPlan } from '../plan.ts'
import { consequenceOf, wordOf } from './consequence.ts'
import { compilePlan, type PlannedFor, type Violation, violationsOf } from './violations.ts'

const plan = (input: PlanInput): Plan => planSchema.parse(input)
const shop = plan({
  properties: { currency: { type: 'string', values: ['CNY', 'EUR'] } },
  events: {
    'Order Completed': {
      properties: {
        total: { type: 'number', required: true },
        items: { type: 'list' },
        coupon: { status: 'deprecated' },
        phone: { status: 'blocked' },
        when: { type: 'date' },
      },
    },
    Old: { status: 'deprecated' },
    Gone: { status: 'blocked' },
  },
})
const words = (event: string, properties: Record<string, unknown>): string[] =>
  violationsOf({ event, properties }, shop).map(wordOf)

describe('an event', () => {
  test('as planned has no violations, and what the SDK adds needs no planning', () => {
    expect(
      words('Order Completed', { total: 1.5, items: [], currency: 'CNY', $url: '/', note: null }),
    ).toEqual([])
    expect(words('$pageview', { $title: 'x' })).toEqual([])
  })

  test('that departs is told by a code and the property, never by a value', () => {
    expect(
      words('Order Completed', { items: {}, currency: 'USD', colour: 'red', phone: '138', when: 'now' }),
    ).toEqual([
      'wrong_type: items',
      'wrong_value: currency',
      'unplanned_property: colour',
      'blocked_property: phone',
      'wrong_type: when',
      'missing_property: total',
    ])
    expect(words('Unheard', { currency: 3 })).toEqual(['unplanned_event', 'wrong_type: currency'])
    expect(words('Old', {})).toEqual(['deprecated_event'])
    expect(words('Gone', {})).toEqual(['blocked_event'])
    expect(words('Order Completed', { total: 1, coupon: 'NEW' })).toEqual(['deprecated_property: coupon'])
  })

  test('named like something every object has is planned for or not, like any other', () => {
    expect(words('constructor', {})).toEqual(['unplanned_event'])
    expect(words('Order Completed', JSON.parse('{"total":1,"__proto__":2,"toString":3}'))).toEqual([
      'unplanned_property: __proto__',
      'unplanned_property: toString',
    ])
  })
})

test('the mode decides what becomes of it: drafts are only counted, what is deprecated is never kept out', () => {
  const of = (mode: Plan['mode'], event: string, properties: Record<string, unknown> = {}): string => {
    const events = {
      ...shop.events,
      Idea: { ...shop.events['Old'], status: 'draft' as const, properties: {} },
    }
    const now = { ...shop, mode, events } as Plan
    return consequenceOf(event, violationsOf({ event, properties }, now), now)
  }
  expect([of('observe', 'Gone'), of('flag', 'Gone'), of('quarantine', 'Gone')]).toEqual([
    'count',
    'flag',
    'quarantine',
  ])
  expect([of('quarantine', 'Old'), of('quarantine', 'Idea', { x: 1 })]).toEqual(['flag', 'count'])
  expect(of('quarantine', 'Order Completed', { total: 1 })).toBe('none')
})

test('a plan that cannot be understood is refused field by field', () => {
  expect(
    readPlan({ mode: 'strict', events: { A: { properties: { p: { type: 'text', sensitivity: 6 } } } } }),
  ).toMatchObject({
    ok: false,
    issues: [
      { path: 'mode' },
      { path: 'events.A.properties.p.type' },
      { path: 'events.A.properties.p.sensitivity' },
    ],
  })
})

const names = fc.constantFrom('a', 'b', 'c', '$d', 'constructor')
const values = fc.constantFrom<unknown>(
  null,
  'x',
  'y',
  '',
  '2026-01-31',
  '2026-02-31T10:00:00Z',
  '2026-13-01',
  0,
  7,
  1.5,
  true,
  false,
  [],
  ['x'],
  {},
  { x: 1 },
)
const anyProperty = fc.record(
  {
    type: fc.constantFrom(...PROPERTY_TYPES),
    required: fc.boolean(),
    status: fc.constantFrom(...PLAN_STATUSES),
    values: fc.array(fc.constantFrom('x', 7, true), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
)
const properties = fc.dictionary(names, anyProperty, { maxKeys: 4 })
const anyPlan = fc
  .record(
    {
      unplanned: fc.constantFrom('report' as const, 'allow' as const),
      properties,
      events: fc.dictionary(
        names,
        fc.record({ status: fc.constantFrom(...PLAN_STATUSES), properties }, { requiredKeys: [] }),
        { maxKeys: 3 },
      ),
    },
    { requiredKeys: [] },
  )
  .map((input) => plan(input as PlanInput))
const anyEvent = fc.record({ event: names, properties: fc.dictionary(names, values, { maxKeys: 5 }) })

test('compiled or read rule by rule, a plan finds the same', () => {
  fc.assert(
    fc.property(anyPlan, anyEvent, (some, event) => {
      expect(new Set(compilePlan(some)(event).map(wordOf))).toEqual(new Set(model(event, some).map(wordOf)))
    }),
    { numRuns: 500 },
  )
})

/** Every rule on its own, looked up anew for every event. */
function model({ event, properties }: PlannedFor, some: Plan): Violation[] {
  const found: Violation[] = []
  const planned = Object.entries(some.events).find(([name]) => name === event)?.[1]
  const rules = { ...some.properties, ...planned?.properties }
  const sent = Object.entries(properties).filter(([, value]) => value !== null)
  if (!planned && !event.startsWith('$') && some.unplanned === 'report')
    found.push({ code: 'unplanned_event' })
  if (planned?.status === 'blocked') found.push({ code: 'blocked_event' })
  if (planned?.status === 'deprecated') found.push({ code: 'deprecated_event' })
  for (const [property, value] of sent) {
    const rule = Object.entries(rules).find(([name]) => name === property)?.[1]
    if (!rule) {
      if (some.unplanned === 'report' && !property.startsWith('$'))
        found.push({ code: 'unplanned_property', property })
    } else if (rule.status === 'blocked') found.push({ code: 'blocked_property', property })
    else if (!fits(rule.type, value)) found.push({ code: 'wrong_type', property })
    else if (rule.values && !rule.values.some((one) => one === value))
      found.push({ code: 'wrong_value', property })
    else if (rule.status === 'deprecated') found.push({ code: 'deprecated_property', property })
  }
  for (const [property, rule] of Object.entries(rules))
    if (planned && rule.required && ['active', 'deprecated'].includes(rule.status))
      if (!sent.some(([name]) => name === property)) found.push({ code: 'missing_property', property })
  return found
}

function fits(type: string, value: unknown): boolean {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
  if (type === 'integer') return kind === 'number' && value === Math.trunc(value as number)
  if (type === 'date')
    return (
      ['2026-01-31', '2026-02-31T10:00:00Z'].includes(value as string) &&
      !Number.isNaN(Date.parse(value as string))
    )
  return type === 'any' || type === kind
}
