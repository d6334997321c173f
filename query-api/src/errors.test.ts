/** Every failure has one answer, and the engine's own words are not in it. */
import { StoreError, type Trouble } from '@firefly/clickhouse/errors'
import { expect, test } from 'vitest'
import { QueryError, toQueryError } from './errors.ts'

test('what the engine cannot do is told by its kind: time, size, or trouble of ours', () => {
  const told: [Trouble, number, string][] = [
    ['timeout', 504, 'timeout'],
    ['memory', 422, 'unsupported_query'],
    ['rows', 422, 'unsupported_query'],
    ['pressure', 503, 'unavailable'],
    ['refused', 500, 'internal'],
    ['fault', 500, 'internal'],
  ]
  for (const [trouble, status, code] of told) {
    const error = toQueryError(new StoreError(trouble, 1, 'Code: 1. secret value of somebody'))
    expect([error.status, error.code]).toEqual([status, code])
    expect(JSON.stringify(error.body)).not.toContain('secret')
  }
})

test('what nobody foresaw says nothing about itself', () => {
  expect(toQueryError(new Error('password=1')).body).toEqual({
    code: 'internal',
    message: 'the server failed',
  })
  expect(toQueryError(null).status).toBe(500)
})

test('a refusal of ours goes out as it is', () => {
  const refusal = new QueryError('invalid_query', 'no', [{ path: 'a', message: 'b' }])
  expect(toQueryError(refusal)).toBe(refusal)
  expect(refusal.body).toEqual({
    code: 'invalid_query',
    message: 'no',
    issues: [{ path: 'a', message: 'b' }],
  })
})
