import type { Link } from '@firefly/clickhouse/tables/identities'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKnownLinks } from './known-links.ts'

const link = (from: string, time: number, change: Partial<Link> = {}): Link => ({
  project: 'p',
  kind: 'identify',
  from,
  to: 'u',
  time,
  partition: 0,
  offset: 0,
  place: 0,
  messageId: '',
  ...change,
})

test('a pair is news, and again when it was said earlier or later than known', () => {
  const known = createKnownLinks(100)
  expect(known.news([link('a', 5), link('a', 9)])).toHaveLength(2)
  known.keep([link('a', 5), link('a', 9)])
  expect(known.news([link('a', 6), link('a', 8)])).toEqual([])
  expect(known.news([link('a', 4)])).toHaveLength(1)
  expect(known.news([link('a', 10)])).toHaveLength(1)
  for (const other of [{ project: 'q' }, { kind: 'alias' as const }, { to: 'v' }, { from: 'b' }])
    expect(known.news([link('a', 7, other)])).toHaveLength(1)
})

/** Of each pair, the first and the last by time and place. */
const ends = (links: readonly Link[]): unknown[] =>
  ['a', 'b'].map((from) => {
    const own = links.filter((one) => one.from === from)
    const sorted = own.toSorted((one, other) => one.time - other.time || one.offset - other.offset)
    return [sorted[0], sorted.at(-1)].map((one) => one && [one.time, one.offset])
  })

test('the store has the first and the last of each pair, whatever came in which order and however much was forgotten', () => {
  const anyChunk = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 6 })), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(fc.array(anyChunk, { maxLength: 6 }), fc.constantFrom(2, 100), (chunks, size) => {
      const known = createKnownLinks(size)
      const [told, stored]: [Link[], Link[]] = [[], []]
      for (const chunk of chunks) {
        const links = chunk.map(([from, time], at) => link(from, time, { offset: told.length + at }))
        told.push(...links)
        const news = known.news(links)
        expect(news.length).toBeLessThanOrEqual(4)
        stored.push(...news)
        known.keep(news)
      }
      expect(ends(stored)).toEqual(ends(told))
    }),
  )
})

test('however many pairs come, only so many are remembered, the latest of them', () => {
  const known = createKnownLinks(10)
  for (let at = 0; at < 1_000; at++) known.keep([link(`a${at}`, 1), link(`a${at}`, 3)])
  expect(known.news([link('a0', 2)])).toHaveLength(1)
  for (let at = 997; at < 1_000; at++) expect(known.news([link(`a${at}`, 2)])).toEqual([])
})
