/** What a block is counted as, against what the engine counts in the stored rows. */
import { createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { eventBlock, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const blank = Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow
const numbers = { received_at: 0, is_clamped: 0, is_bot: 0, log_partition: 0, log_offset: 0, place: 0 }
const name = fc.constantFrom('a', 'b', '', '$c', '萤火虫', 'a"b')
const anyRows = fc.array(
  fc
    .record({
      project: fc.constantFrom('one', 'other'),
      event: fc.constantFrom('x', 'y', ''),
      time: fc.integer({ min: 0, max: 100_000 }).map((n) => n * 40_000_000),
      properties: fc.dictionary(name, fc.constantFrom('1', ''), { maxKeys: 5 }),
    })
    .map((one): EventRow => ({ ...blank, ...numbers, ...one })),
  { minLength: 1, maxLength: 60 },
)

/** Every line of the catalogue, and every line that the stored events would give. */
const lines = async (run: string): Promise<{ counted: unknown[]; kept: unknown[] }> => {
  const { rows } = await store.query<Record<string, unknown>>(
    statement(sql`
WITH mine AS (SELECT project, event, time, properties FROM events WHERE startsWith(project, ${bind('String', run)}))
SELECT
  arraySort((SELECT groupArray((project, event, day, sent, first, last)) FROM (
    SELECT project, event, day, sum(catalogue_events.count) AS sent, min(first_seen) AS first, max(last_seen) AS last FROM catalogue_events
    WHERE startsWith(project, ${bind('String', run)}) GROUP BY project, event, day HAVING sent != 0))) AS counted_events,
  arraySort((SELECT groupArray((project, event, day, sent, first, last)) FROM (
    SELECT project, event, toDate(time) AS day, toInt64(count()) AS sent, min(time) AS first, max(time) AS last FROM mine GROUP BY project, event, day))) AS kept_events,
  arraySort((SELECT groupArray((project, event, property, day, sent, first, last)) FROM (
    SELECT project, event, property, day, sum(catalogue_properties.count) AS sent, min(first_seen) AS first, max(last_seen) AS last FROM catalogue_properties
    WHERE startsWith(project, ${bind('String', run)}) GROUP BY project, event, property, day HAVING sent != 0))) AS counted_properties,
  arraySort((SELECT groupArray((project, event, property, day, sent, first, last)) FROM (
    SELECT project, event, arrayJoin(mapKeys(properties)) AS property, toDate(time) AS day, toInt64(count()) AS sent, min(time) AS first, max(time) AS last
    FROM mine GROUP BY project, event, property, day))) AS kept_properties`),
  )
  const [row] = rows
  return {
    counted: [row?.['counted_events'], row?.['counted_properties']],
    kept: [row?.['kept_events'], row?.['kept_properties']],
  }
}

test('a block is counted as the engine counts its rows, however often it is sent', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(anyRows, async (drawn) => {
      const run = `run ${runs++} `
      const rows = drawn.map((row) => ({ ...row, project: run + row.project }))
      const tally = createCatalogueTally()
      for (const row of rows) tally.add(row)
      await store.insert({ table: 'events', columns: eventColumns, native: eventBlock(rows), token: run })
      for (let time = 0; time < 2; time++)
        for (const block of tally.blocks((table) => `${table} ${run}`)) await store.insert(block)
      const { counted, kept } = await lines(run)
      expect(counted).toEqual(kept)
      expect(counted[0]).not.toEqual([])
    }),
    { numRuns: 8 },
  )
})

test('what is counted in and out again leaves nothing', () => {
  const tally = createCatalogueTally()
  const row = { project: 'p', event: 'x', time: 5, properties: { a: '1', b: '2' } }
  tally.add(row)
  tally.add(row, -1)
  const sums = tally
    .blocks((table) => table)
    .map(({ table, ...block }) => [
      table,
      'lines' in block
        ? Buffer.from(block.lines)
            .toString('utf8')
            .trim()
            .split('\n')
            .map((line) => (JSON.parse(line) as unknown[]).at(-3))
        : [],
    ])
  expect(sums).toEqual([
    ['catalogue_events', [0]],
    ['catalogue_properties', [0, 0]],
  ])
})
