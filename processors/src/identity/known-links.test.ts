import type { Link } from '@firefly/clickhouse/tables/identities'
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

test('a pair is news once, and again when it turns out to be older', () => {
  const known = createKnownLinks(100)
  expect(known.news([link('a', 5)])).toHaveLength(1)
  known.keep([link('a', 5)])
  expect(known.news([link('a', 5), link('a', 9)])).toEqual([])
  expect(known.news([link('a', 4)])).toHaveLength(1)
  for (const other of [{ project: 'q' }, { kind: 'alias' as const }, { to: 'v' }, { from: 'b' }])
    expect(known.news([link('a', 9, other)])).toHaveLength(1)
})

test('however many pairs come, only so many are remembered, the latest of them', () => {
  const known = createKnownLinks(10)
  for (let at = 0; at < 1_000; at++) known.keep([link(`a${at}`, 1)])
  expect(known.news([link('a0', 1)])).toHaveLength(1)
  for (let at = 996; at < 1_000; at++) expect(known.news([link(`a${at}`, 1)])).toEqual([])
})
