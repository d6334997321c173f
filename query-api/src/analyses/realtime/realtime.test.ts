/** Realtime without a database: its statement. */
import type { RealtimeQuery } from '@firefly/protocol/query/realtime'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planRealtime } from './plan.ts'
import { fitsBits, peopleSql, withPeople } from './people.ts'
import { countsSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

test('events are counted first, and people behind what is shown of them, each looked up once', async () => {
  const query = parseQuery({ kind: 'realtime', minutes: 3 }) as RealtimeQuery
  const plan = planRealtime(query, 'UTC', Date.UTC(2026, 0, 10, 12, 30, 20))
  const joined = { ...PROJECT, joins: { generation: undefined } }
  await expect(readable(countsSql(plan, joined))).toMatchFileSnapshot('./snapshots/counts.sql')
  const counts = [
    { list: 'event' as const, name: "it's", count: 3, users: 0 },
    { list: 'event' as const, name: 'b', count: 2, users: 0 },
  ]
  await expect(readable(peopleSql(plan, joined, counts))).toMatchFileSnapshot('./snapshots/people.sql')
})

test('more minutes or names than a number has bits are asked for in one statement', () => {
  const plan = (more: object) =>
    planRealtime(parseQuery({ kind: 'realtime', ...more }) as RealtimeQuery, 'UTC', Date.UTC(2026, 0, 10))
  expect(
    [{ minutes: 63, limit: 63 }, { minutes: 64 }, { limit: 64 }].map((more) => fitsBits(plan(more))),
  ).toEqual([true, false, false])
})

test('of somebody who came while people were looked for, the event is told as well', () => {
  const plan = planRealtime(parseQuery({ kind: 'realtime', minutes: 1 }) as RealtimeQuery, 'UTC', 30_000)
  const counts = [
    { list: 'all' as const, name: '', count: '2', users: 0 },
    { list: 'minute' as const, name: '0', count: '2', users: 0 },
    { list: 'page' as const, name: '/', count: '5', users: 0 },
    { list: 'platform' as const, name: 'web', count: '2', users: 0 },
  ]
  const people = [
    { place: '0', people: '3' },
    { place: '1', people: '3' },
    { place: '2', people: '1' },
  ]
  expect(withPeople(counts, people, plan).map(({ count, users }) => [count, users])).toEqual([
    [3, 3],
    [3, 3],
    [5, 1],
    [2, 0],
  ])
})
