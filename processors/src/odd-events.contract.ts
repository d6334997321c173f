/** Events that are valid and odd in every field: what anybody with a write key may send keeps nobody's events from being stored. */
import type { Store } from '@firefly/clickhouse/store'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import { EVENT_TYPES } from '@firefly/protocol/names'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProcessors } from './consume.ts'
import { openEventsPipeline } from './pipelines/events.ts'
import type { ProcessorEvent } from './telemetry.ts'
import { append, totals } from './testing/log.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const BATCHES = 40
/** Halves of characters, what escapes or ends something somewhere, and what looks like something else. */
const ODD = ['\0', '\ud800', 'x\udc00', '😀', '\\', '\\u0000', '"', "'", '\n', '\u2028', '\ufeff', ''].concat(
  String.raw`\N [] NaN 1e999 -0 __proto__ a.b {x:String} %00 2026-02-30 日本語`.split(' '),
  ['9'.repeat(400), 'x'.repeat(256)],
)
const NAMES =
  '$set $set_once $increment $append $unset $group_type $session_id $hour $url $is_bot price'.split(' ')
const TIMES =
  '1899-12-31T23:59:59.999Z 1969-12-31T23:59:59.999Z 0000-01-01T00:00:00Z 2300-01-01T00:00:00Z +275760-09-13T00:00:00Z 2026-11-28T00:00:00+14:00'.split(
    ' ',
  )
const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 8 }))
const id = fc.constantFrom(...ODD, 'u1', 'u2').filter((one) => one !== '')
const number = fc.constantFrom(0, -0, 1e308, 5e-324, 2 ** 53 + 2, -(2 ** 63), 2 ** 64, 0.1)
const { bag } = fc.letrec<{ bag: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, text, number, fc.boolean(), fc.constant(null), fc.array(text), tie('bag')),
  bag: fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), text), tie('value'), { maxKeys: 5 }),
}))
const place = fc.dictionary(fc.constantFrom('url', 'title', 'referrer', 'path', 'search'), text)
const event = fc.record(
  {
    type: fc.constantFrom(...EVENT_TYPES),
    event: fc.constantFrom(...ODD.map((name) => name.slice(0, 200)), '$set', '$identify'),
    userId: id,
    anonymousId: id,
    groupId: id,
    previousId: id,
    messageId: fc.uuid(),
    timestamp: fc.constantFrom(...TIMES),
    properties: bag,
    traits: bag,
    context: fc.record({ page: place, campaign: place, sessionId: text, locale: text, userAgent: text }),
  },
  { requiredKeys: ['type', 'event', 'userId', 'anonymousId', 'groupId', 'previousId', 'messageId'] },
)

test('each is stored or set aside, and the log is worked off', async () => {
  const log = createMemoryLog()
  const faults: ProcessorEvent[] = []
  const processors = await startProcessors({
    log,
    store,
    pipeline: openEventsPipeline(),
    clock: Date.now,
    // A store that is busy is asked again; one that cannot take what it is given would be for ever.
    onEvent: (told) => void (told.name === 'store_retried' && told.trouble === 'fault' && faults.push(told)),
    onStored: () => undefined,
    lingerMs: 1,
  })
  let sent = 0
  for (const batch of fc.sample(fc.array(event, { minLength: 5, maxLength: 20 }), BATCHES)) {
    await append(log, 'odd', batch)
    sent += batch.length
  }
  const isOver = async (): Promise<boolean> => faults.length > 0 || (await log.lag('events')).records === 0
  await expect.poll(isOver, { timeout: 50_000 }).toBe(true)
  expect(faults).toEqual([])
  const { processed, stored, quarantined, duplicates } = await totals(log)
  expect([processed, stored + quarantined + duplicates]).toEqual([sent, sent])
  await processors.stop()
})
