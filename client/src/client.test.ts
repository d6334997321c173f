/** What the compiler says to whoever asks: this file does not compile where it says less. */
import { expect, test } from 'vitest'
import { createClient } from './client.ts'

const client = createClient({
  url: 'http://127.0.0.1:1',
  key: 'fr_key',
  fetch: () => Promise.resolve(Response.json({ kind: 'trend', result: { series: [{ total: 3 }] } })),
})
const range = { from: '2026-01-01', to: '2026-01-31' }

test('the answer is of the kind of its question, and what is no field of that kind does not compile', async () => {
  const { result } = await client.query({ kind: 'trend', ...range, series: [{ event: '$pageview' }] })
  expect(result.series[0]?.total).toBe(3)
  // @ts-expect-error no field of any kind
  await client.query({ kind: 'trend', ...range, series: [{}], colour: 'red' })
  // @ts-expect-error a field of another kind
  await client.query({ kind: 'trend', ...range, series: [{}], steps: [{ event: 'a' }] })
  // @ts-expect-error no field of a series
  await client.query({ kind: 'trend', ...range, series: [{ evnt: 'a' }] })
  // @ts-expect-error no steps
  await client.query({ kind: 'funnel', ...range })
})
