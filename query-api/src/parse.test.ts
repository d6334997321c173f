/** From JSON to a question: what is wrong is named by its path, what is right comes with its defaults. */
import { describe, expect, test } from 'vitest'
import type { QueryError } from './errors.ts'
import { EXAMPLES } from './openapi/examples.ts'
import { MAX_CONDITIONS, parseQuery } from './parse.ts'

const trend = { kind: 'trend', from: '2026-01-01', to: '2026-01-31', series: [{}] }
const funnel = { kind: 'funnel', from: '2026-01-01', to: '2026-01-31', steps: [{ event: 'a' }] }
const is = (operator: string, value?: unknown) => ({
  property: 'x',
  operator,
  ...(value !== undefined && { value }),
})

function refusal(body: unknown): QueryError {
  try {
    parseQuery(body)
  } catch (error) {
    return error as QueryError
  }
  throw new Error('it was understood')
}

describe('each wrong field is named', () => {
  const wrong: [string, unknown, string, RegExp][] = [
    ['an unknown kind, and what exists', { ...trend, kind: 'magic' }, 'kind', /trend, funnel/],
    ['no object at all', null, '', /object/],
    ['a field nobody knows', { ...trend, formulae: 'A/B' }, 'formulae', /not a field/],
    [
      'a field nobody knows deep inside',
      { ...trend, series: [{ colour: 1 }] },
      'series.0.colour',
      /not a field/,
    ],
    ['an unknown measure', { ...trend, series: [{ math: 'magic' }] }, 'series.0.math', /unique_users/],
    ['a step of a funnel', { ...funnel, steps: [{ event: 'a' }, {}] }, 'steps.1.event', /string/],
    ['an impossible window', { ...funnel, window: { value: 0, unit: 'day' } }, 'window.value', />0/],
    ['an order that is not built', { ...funnel, order: 'sideways' }, 'order', /ordered/],
    [
      'a cohort that is none',
      { ...trend, filters: [{ cohort: 5 }] },
      'filters.0.cohort',
      /saved cohort.*did/,
    ],
    [
      'what is wrong inside of a cohort',
      { ...trend, filters: [{ cohort: { did: { event: 'a', times: { operator: 'about', value: 1 } } } }] },
      'filters.0.cohort.did.times.operator',
      /gte/,
    ],
    [
      'a cohort inside',
      { ...trend, filters: [{ any: [is('is_set'), { cohort: 5 }] }] },
      'filters.0.any.1.cohort',
      /saved cohort/,
    ],
    ['an empty choice', { ...trend, filters: [{ any: [] }] }, 'filters.0.any', /.+/],
    [
      'a filter of a series',
      { ...trend, series: [{ filters: [is('like', 1)] }] },
      'series.0.filters.0.operator',
      /contains/,
    ],
    ['no value where one is needed', { ...trend, filters: [is('gt')] }, 'filters.0.value', /a value.*gt/],
    ['null for a value', { ...trend, filters: [is('eq', null)] }, 'filters.0.value', /text, a number/],
    [
      'a list where one value is meant',
      { ...trend, filters: [is('contains', ['a'])] },
      'filters.0.value',
      /one value/,
    ],
    ['one value where a list is meant', { ...trend, filters: [is('in', 1)] }, 'filters.0.value', /a list/],
    [
      'three values for between',
      { ...trend, filters: [{ all: [is('between', [1, 2, 3])] }] },
      'filters.0.all.0.value',
      /two/,
    ],
  ]
  for (const [name, body, path, message] of wrong)
    test(name, () => {
      expect(refusal(body)).toMatchObject({ code: 'invalid_query', status: 400 })
      expect(refusal(body).issues).toContainEqual({ path, message: expect.stringMatching(message) })
    })

  test('all that is wrong is named at once', () => {
    const paths = refusal({ ...trend, timezone: 'Moon', interval: 'year', series: [] }).issues?.map(
      ({ path }) => path,
    )
    expect(paths?.toSorted()).toEqual(['interval', 'series', 'timezone'])
  })
})

test('nesting that would exhaust the stack, and conditions beyond number, are refused by name', () => {
  let deep: object = is('is_set')
  for (let level = 0; level < 20_000; level++) deep = { all: [deep] }
  expect(refusal({ ...trend, filters: [deep] }).issues?.[0]?.path).toMatch(/^filters\.0\.all/)
  const many = Array.from({ length: 50 }, () => is('is_set'))
  const groups = Array.from({ length: 11 }, () => ({ any: many }))
  expect(refusal({ ...trend, filters: groups }).issues).toEqual([
    { path: 'filters.10.any.0', message: expect.stringContaining(String(MAX_CONDITIONS)) },
  ])
})

test('defaults are filled in, and the examples of the documents are questions', () => {
  expect(parseQuery(trend)).toMatchObject({
    interval: 'day',
    weekStart: 'monday',
    series: [{ math: 'total' }],
  })
  expect(parseQuery(funnel)).toMatchObject({ window: { value: 14, unit: 'day' }, order: 'ordered' })
  for (const { value } of Object.values(EXAMPLES))
    expect(parseQuery(value)).toMatchObject({ kind: value.kind })
})
