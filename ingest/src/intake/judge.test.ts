/** Every golden payload gets the verdict both sides agreed on. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { SMALL_BYTES } from './small.ts'

interface Golden {
  name: string
  event: unknown
  verdict: string
  field?: string
}
const fixtures = fileURLToPath(new URL('../../../protocol/fixtures/events.json', import.meta.url))
const golden = JSON.parse(readFileSync(fixtures, 'utf8')) as Golden[]

describe('golden payloads', () => {
  for (const { name, event, verdict, field } of golden)
    test(`${name}: ${verdict}`, () => {
      const rejection = judge(event, 3, { measure: true })
      expect(rejection?.code ?? 'accept').toBe(verdict)
      if (rejection)
        expect(rejection).toMatchObject({ index: 3, message: expect.stringContaining(field ?? '') })
    })
})

test('a rejection carries the id of the event it refuses, when it had one', () => {
  expect(judge({ type: 'track', messageId: 'm-1' }, 0, { measure: false })?.messageId).toBe('m-1')
  expect(judge({ type: 'track' }, 0, { measure: false })).not.toHaveProperty('messageId')
})

test('an event over the size limit is refused alone', () => {
  const event = { type: 'track', event: 'x', userId: 'u', properties: { text: 'y'.repeat(70_000) } }
  expect(judge(event, 0, { measure: true })?.code).toBe('event_too_large')
})

test('judging leaves the event as it was', () => {
  const event = { type: 'track', event: 'x', userId: 'u', properties: { extra: { a: 1 } }, unknown: true }
  const before = structuredClone(event)
  judge(event, 0, { type: 'track', measure: true })
  expect(event).toEqual(before)
})

test('a text that is small enough not to be measured never becomes an event that is too large', () => {
  const numbers = Array.from({ length: SMALL_BYTES / '1e20,'.length }, () => 1e20)
  const event = { type: 'track', event: 'x', userId: 'u', properties: { numbers } }
  const sent = JSON.stringify(event).replaceAll(String(1e20), '1e20')
  expect(sent.length).toBeGreaterThan(SMALL_BYTES)
  expect(judge(JSON.parse(sent), 0, { measure: true })).toBe(undefined)
})
