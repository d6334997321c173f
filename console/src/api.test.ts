import { expect, test } from 'vitest'
import { ApiError, createApi } from './api.ts'

const open = (): AbortSignal => new AbortController().signal
const answering =
  (status: number, body: unknown): typeof fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })

async function failureOf(fetcher: typeof fetch): Promise<ApiError> {
  try {
    await createApi('fs_1', fetcher).events(open())
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('did not fail')
}

test('the key travels in a header, never in the address of a question', async () => {
  const seen: [unknown, RequestInit | undefined][] = []
  const api = createApi('fs_1', async (input, init) => {
    seen.push([input, init])
    return new Response('{}')
  })
  await api.query({ kind: 'trend', from: '2026-01-01', to: '2026-01-02', series: [{}] }, open())
  expect(seen[0]?.[0]).toBe('/v1/query')
  expect(seen[0]?.[1]?.headers).toMatchObject({ authorization: 'Bearer fs_1' })
})

test.each([
  [400, 'refused'],
  [401, 'key'],
  [403, 'forbidden'],
  [404, 'impossible'],
  [422, 'impossible'],
  [503, 'overload'],
  [504, 'timeout'],
  [500, 'server'],
] as const)('an answer %i is a failure of kind %s', async (status, failure) => {
  expect((await failureOf(answering(status, { code: 'x', message: 'why' }))).failure).toBe(failure)
})

test('the fields that a 400 names are kept, whether their path is a list or a text', async () => {
  const issues = [
    { path: ['series', 0, 'property'], message: 'required' },
    { path: 'from', message: 'expected a date' },
  ]
  expect((await failureOf(answering(400, { code: 'x', message: 'why', issues }))).issues).toEqual([
    { path: 'series.0.property', message: 'required' },
    { path: 'from', message: 'expected a date' },
  ])
})

test('an answer that is no JSON, or lacks its list, is called unreadable', async () => {
  expect((await failureOf(answering(200, '<html>'))).failure).toBe('unreadable')
  expect((await failureOf(answering(200, {}))).failure).toBe('unreadable')
})

test('a proxy that fails in HTML is still told apart from a bad question', async () => {
  expect((await failureOf(answering(503, '<html>'))).failure).toBe('overload')
})

test('a server that cannot be reached is not a server that failed', async () => {
  const broken: typeof fetch = async () => {
    throw new TypeError('fetch failed')
  }
  expect((await failureOf(broken)).failure).toBe('network')
  const slow: typeof fetch = async () => {
    throw new DOMException('too slow', 'TimeoutError')
  }
  expect((await failureOf(slow)).failure).toBe('timeout')
})

test('a question that was given up is not reported as a failure', async () => {
  const aborted: typeof fetch = async () => {
    throw new DOMException('gone', 'AbortError')
  }
  await expect(createApi('fs_1', aborted).events(open())).rejects.toBeInstanceOf(DOMException)
})
