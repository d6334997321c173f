/** The catalogue against the real engine: what it counts is what is stored, however often an insert is tried. */
import { statement } from '@firefly/clickhouse/sql'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { samplesSql } from './samples.ts'
import { eventsSql, propertiesSql } from './volumes.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const all = { search: '', limit: 1_000 }
const ask = async (piece: ReturnType<typeof eventsSql>): Promise<Record<string, unknown>[]> =>
  (await corpus.store.query<Record<string, unknown>>(statement(piece))).rows
const NOON = Date.UTC(2026, 0, 10, 12)
const HOUR = 3_600_000
const iso = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

const anyEvents = fc.array(
  fc.record({
    event: fc.constantFrom('a', 'b', '$pageview'),
    hour: fc.integer({ min: -60, max: 60 }),
    properties: fc.dictionary(fc.constantFrom('x', 'y', '$url', 'Ünïcode'), fc.constantFrom('1', ''), {
      maxKeys: 4,
    }),
  }),
  { maxLength: 30 },
)

test('volumes, first and last seen are those of the stored events, of each event and each property', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvents, async (some) => {
      const events = some.map(
        ({ event, hour, properties }): Happening => ({
          event,
          properties,
          person: 'p',
          time: NOON + hour * HOUR,
        }),
      )
      const project = await corpus.put(events)
      expect(await ask(eventsSql(project, all))).toEqual(model(events, ({ event }) => [event]))
      const own = events.filter(({ event }) => event === 'a')
      expect(await ask(propertiesSql(project, { ...all, event: 'a' }))).toEqual(
        model(own, ({ properties = {} }) => Object.keys(properties).filter((name) => name !== '$url')),
      )
    }),
    { numRuns: 10 },
  )
})

test('rows that are sent twice under one token count once', async () => {
  const project = await corpus.put([{ event: 'a', person: 'p', time: NOON }])
  await corpus.add(project, [{ event: 'a', person: 'p', time: NOON, properties: { x: '1' } }], 2)
  expect(await ask(eventsSql(project, all))).toMatchObject([{ name: 'a', count: 2 }])
  expect(await ask(propertiesSql(project, all))).toMatchObject([{ name: 'x', count: 1 }])
})

test('samples tell what the latest values look like', async () => {
  const properties = { n: '12', f: '1.5', b: 'true', d: '2026-01-31', l: '[1]', o: '{"a":1}', s: 'text' }
  const project = await corpus.put([
    { event: 'a', person: 'p', time: NOON, properties },
    { event: 'a', person: 'p', time: NOON - 48 * HOUR, properties: { s: 'long ago' } },
    { event: 'b', person: 'p', time: NOON, properties: { s: 'elsewhere' } },
  ])
  const rows = await ask(samplesSql(project, 'a', Object.keys(properties)))
  const types = Object.fromEntries(rows.map(({ name, types }) => [name, types]))
  expect(types).toEqual({
    n: ['integer'],
    f: ['number'],
    b: ['boolean'],
    d: ['date'],
    l: ['list'],
    o: ['object'],
    s: ['string'],
  })
  expect(rows.find(({ name }) => name === 's')).toMatchObject({ samples: ['text'] })
})

function model(events: readonly Happening[], namesOf: (event: Happening) => string[]): object[] {
  const times = new Map<string, number[]>()
  for (const event of events)
    for (const name of namesOf(event)) times.set(name, [...(times.get(name) ?? []), event.time])
  return [...times]
    .map(([name, seen]) => ({
      name,
      count: seen.length,
      firstSeen: iso(Math.min(...seen)),
      lastSeen: iso(Math.max(...seen)),
    }))
    .toSorted((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}
