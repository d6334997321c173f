/** Paths on the real engine, against a model that walks each session. */
import type { PathQuery, PathResult } from '@firefly/protocol/query/path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyFilters } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { modelPath } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const START = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-10', to: '2026-01-10' }
const MINUTE = 60_000
const PEOPLE = 1_000
const at = (minute: number, event: string, more: Partial<Happening> = {}): Happening => ({
  event,
  person: 'p',
  session: 's',
  time: START + minute * MINUTE,
  ...more,
})
const page = (minute: number, pathname: string, more: Partial<Happening> = {}): Happening =>
  at(minute, '$pageview', { ...more, columns: { pathname } })
const paths = async (events: Happening[], more: object = {}): Promise<PathResult> =>
  corpus.ask<PathResult>(await corpus.put(events), { kind: 'path', ...range, ...more })
const ways = async (events: Happening[], more: object = {}): Promise<string[]> =>
  (await paths(events, more)).links.map(({ source, target, count }) => `${source} → ${target}: ${count}`)

describe('the last edge case', () => {
  test('pages by their path, screens by their name, events by theirs', async () => {
    const log = [
      page(0, '/a'),
      at(1, '$screen', { properties: { name: 'Cart' } }),
      at(2, 'Paid'),
      page(3, ''),
    ]
    expect(await ways(log)).toEqual(['1_/a → 2_Cart: 1', '2_Cart → 3_Paid: 1', '3_Paid → 4_$pageview: 1'])
    expect(await ways([...log, page(4, '/b')], { by: '$pathname' })).toEqual(['1_/a → 2_/b: 1'])
  })

  test('equal neighbours merge, and a trailing slash does not make another page', async () => {
    const { nodes, links } = await paths([
      page(0, '/a'),
      page(1, '/a/'),
      page(3, '/b/'),
      page(4, '/a'),
      page(5, '/'),
    ])
    expect(nodes.map(({ id }) => id)).toEqual(['1_/a', '2_/b', '3_/a', '4_/'])
    expect(links[0]).toEqual({ source: '1_/a', target: '2_/b', count: 1, medianSeconds: 180 })
  })

  test('ways that nobody else takes are cut to the limit however many there are, within the memory of one question', async () => {
    const log = Array.from({ length: PEOPLE }, (_, person) =>
      Array.from({ length: 20 }, (_, step) =>
        at(step, `${person}-${step}`, { person: `p${person}`, session: `s${person}` }),
      ),
    ).flat()
    const { nodes, links } = await paths(log, { steps: 20, limit: 1_000 })
    expect(links.length).toBe(1_000)
    expect(new Set(links.flatMap(({ source, target }) => [source, target]))).toEqual(
      new Set(nodes.map(({ id }) => id)),
    )
  })

  test('sessions are counted, those of one person by themselves, and where they end is told', async () => {
    const log = [
      at(0, 'a'),
      at(1, 'b'),
      at(0, 'a', { session: 't' }),
      at(2, 'b', { session: 't' }),
      at(3, 'c', { session: 't' }),
      at(0, 'a', { person: 'q' }),
    ]
    expect(await paths(log)).toEqual({
      nodes: [
        { id: '1_a', name: 'a', step: 1, count: 3, exits: 1 },
        { id: '2_b', name: 'b', step: 2, count: 2, exits: 1 },
        { id: '3_c', name: 'c', step: 3, count: 1, exits: 1 },
      ],
      links: [
        { source: '1_a', target: '2_b', count: 2, medianSeconds: 90 },
        { source: '2_b', target: '3_c', count: 1, medianSeconds: 60 },
      ],
    })
  })

  test('without a session of its own, 30 minutes of silence end one; whatever else happens is no silence', async () => {
    const none = { session: '' }
    expect(await ways([at(0, 'a', none), at(30, 'b', none), at(61, 'c', none)])).toEqual(['1_a → 2_b: 1'])
    const busy = [at(0, 'a', none), at(20, 'x', none), at(40, 'b', none)]
    expect(await ways(busy, { exclude: ['x'] })).toEqual(['1_a → 2_b: 1'])
    expect(await ways(busy, { exclude: ['x'], sessionGap: 10 })).toEqual([])
    expect(await ways([at(0, 'a'), at(20, 'b')], { sessionGap: { value: 1, unit: 'second' } })).toEqual([])
  })

  test('from a start, to an end, and what lies between them', async () => {
    const log = ['x', 'a', 'b', 'c', 'd', 'e', 'a'].map((event, minute) => at(minute, event))
    expect(await ways(log, { start: 'a', steps: 3 })).toEqual(['1_a → 2_b: 1', '2_b → 3_c: 1'])
    expect(await ways(log, { end: 'd', steps: 3 })).toEqual(['1_b → 2_c: 1', '2_c → 3_d: 1'])
    expect(await ways(log, { start: 'a', end: 'd', steps: 4 })).toHaveLength(3)
    expect(await ways(log, { start: 'a', end: 'e', steps: 3 })).toEqual(['1_a → 2_…: 1', '2_… → 3_e: 1'])
    expect(await ways(log, { start: 'b', end: 'a', steps: 5 })).toHaveLength(4)
    expect(await ways(log, { start: 'e', end: 'b', steps: 5 })).toEqual([])
    await expect(ways(log, { start: 'a', end: 'b', steps: 2 })).rejects.toMatchObject({
      issues: [{ path: 'steps' }],
    })
  })

  test('events of one instant are told apart by their arrival, however late that was', async () => {
    const late = (event: string, log_offset: number): Happening => at(0, event, { columns: { log_offset } })
    const log = [late('c', 2 ** 50 + 2), late('a', 2 ** 50), late('b', 2 ** 50 + 1)]
    expect(await ways(log)).toEqual(['1_a → 2_b: 1', '2_b → 3_c: 1'])
    expect(await ways(log.map((one) => ({ ...one, session: '' })))).toHaveLength(2)
  })

  test('what was sent together goes as it was sent, in a session of any kind', async () => {
    const sent = ['c', 'a', 'd', 'b'].map((event, place) =>
      at(0, event, { columns: { log_offset: 7, place } }),
    )
    const all = ['1_c → 2_a: 1', '2_a → 3_d: 1', '3_d → 4_b: 1']
    expect(await ways(sent)).toEqual(all)
    expect(await ways(sent.map((one) => ({ ...one, session: '' })))).toEqual(all)
    const far = sent.map((one) => ({ ...one, columns: { ...one.columns, log_offset: 2 ** 40 } }))
    expect(await ways(far)).toEqual(all)
  })

  test('pages of a kind are one node, and a pattern that is none is named', async () => {
    const log = [page(0, '/shoe/1'), page(1, '/shoe/2'), page(2, '/cart')]
    const groups = [{ pattern: '^/shoe/', name: '/shoe/*' }]
    expect(await ways(log, { groups })).toEqual(['1_/shoe/* → 2_/cart: 1'])
    await expect(ways(log, { groups: [{ pattern: '(', name: 'x' }] })).rejects.toMatchObject({
      issues: [{ path: 'groups.0.pattern' }],
    })
  })
})

test('any paths through any log are those of the model', async () => {
  const name = fc.constantFrom('a', 'b', '/x', '/y', 'Cart')
  const happening = fc.record({
    event: fc.constantFrom('a', 'b', '$pageview', '$pageview', '$screen'),
    person: fc.constantFrom('p', 'q', 'r'),
    session: fc.constantFrom('', '', 's', 't'),
    minute: fc.integer({ min: 0, max: 400 }),
    columns: fc.record({
      pathname: fc.constantFrom('', '/', '/x', '/x/', '/y//'),
      platform: fc.constantFrom('web', 'h5'),
    }),
    properties: fc.record({ name: fc.constantFrom('', 'Cart'), shop: fc.constantFrom('', 'x', '7') }),
  })
  // Order among events of one instant is that of arrival, as the model's is.
  const log = fc.array(happening, { maxLength: 80 }).map((all) =>
    all.map(
      ({ minute, ...one }, index): Happening => ({
        ...one,
        time: START - 300 * MINUTE + minute * MINUTE + index * 7,
      }),
    ),
  )
  const asked = fc.record(
    {
      by: fc.constantFrom('event', 'event', '$pathname', 'shop', '$platform'),
      start: name,
      end: name,
      steps: fc.integer({ min: 3, max: 6 }),
      limit: fc.integer({ min: 1, max: 30 }),
      include: fc.array(fc.constantFrom('a', '$pageview', '/x', 'x'), { minLength: 1, maxLength: 3 }),
      exclude: fc.array(fc.constantFrom('a', '$screen', '/y', 'x'), { minLength: 1, maxLength: 2 }),
      sessionGap: fc.constantFrom(5, { value: 1, unit: 'hour' as const }),
      groups: fc.constantFrom(
        [{ pattern: '^/[xy]', name: '/x' }],
        [
          { pattern: 'a', name: 'letter' },
          { pattern: '.', name: 'b' },
        ],
      ),
      filters: anyFilters,
    },
    { requiredKeys: ['steps'] },
  )
  const gaps = new Map<unknown, number>([
    [5, 5 * MINUTE],
    [undefined, 30 * MINUTE],
  ])
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, more) => {
      const query = parseQuery({ kind: 'path', ...range, ...more }) as PathQuery
      const gapMs = gaps.get(more.sessionGap) ?? 60 * MINUTE
      const [from, to] = [Date.UTC(2026, 0, 10), Date.UTC(2026, 0, 11)]
      const result = await corpus.ask<PathResult>(await corpus.put(events), query)
      expect(result).toEqual(modelPath({ events, query, zone: 'UTC', from, to, gapMs }))
    }),
    { numRuns: 10 },
  )
})
