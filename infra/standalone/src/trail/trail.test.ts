/** The audit trail on its way: nobody waits for it, what waits is bounded, and what is lost is counted and told. */
import type { Database } from '@firefly/metadata/database'
import { MetadataError } from '@firefly/metadata/errors'
import type { Deed as Written } from '@firefly/metadata/tables/audit-trail'
import type { Statement } from '@firefly/metadata/sql'
import type { Deed } from '@firefly/protocol/trail'
import { expect, test } from 'vitest'
import { createTrail, type LiveTrail } from './trail.ts'

/** Metadata that takes what it is given, or is away. */
function paper(): { database: Database; written: Written[]; leave: () => void; comeBack: () => void } {
  const written: Written[] = []
  let isAway = false
  const query = async <Row>({ values }: Statement): Promise<Row[]> => {
    if (isAway) throw new MetadataError('unavailable', undefined, 'away')
    written.push(...(JSON.parse(String(values[0])) as Written[]))
    return []
  }
  const database = { query } as Database
  return { database, written, leave: () => void (isAway = true), comeBack: () => void (isAway = false) }
}

const deed = (n: number, project = 'shop'): Deed => ({ who: 'key_1', project, what: 'query', rows: n })
const open = (database: Database, most = 100, lost: number[] = []): LiveTrail =>
  createTrail({
    database,
    clock: () => 1_000,
    onFailure: () => {},
    onLost: (deeds) => lost.push(deeds),
    most,
    everyMs: 3_600_000,
  })

test('deeds are written in their order, many at once', async () => {
  const { database, written } = paper()
  const trail = open(database, 10_000)
  for (let n = 0; n < 2_500; n++) trail.add(deed(n))
  await trail.stop()
  expect(written.map(({ rows }) => rows)).toEqual(Array.from({ length: 2_500 }, (_, n) => n))
  expect(written[0]).toMatchObject({ at: new Date(1_000).toISOString(), who: 'key_1', detail: {} })
})

test('while metadata is away deeds wait, and none is missing afterwards', async () => {
  const { database, written, leave, comeBack } = paper()
  const trail = open(database)
  leave()
  trail.add(deed(1))
  await trail.flush()
  trail.add(deed(2))
  await trail.flush()
  comeBack()
  await trail.flush()
  expect(written.map(({ rows }) => rows)).toEqual([1, 2])
  await trail.stop()
})

test('when too many wait the oldest go, counted, and the trail itself tells how many of each project', async () => {
  const { database, written, leave, comeBack } = paper()
  const lost: number[] = []
  const trail = open(database, 3, lost)
  leave()
  for (let n = 0; n < 5; n++) trail.add(deed(n, n === 0 ? 'other' : 'shop'))
  await trail.flush()
  trail.add(deed(5))
  await trail.flush()
  comeBack()
  await trail.flush()
  expect(lost).toEqual([1, 1, 1])
  expect(written.filter(({ what }) => what === 'trail.lost')).toMatchObject([
    { who: 'firefly', project: 'other', rows: 1 },
    { who: 'firefly', project: 'shop', rows: 2 },
  ])
  expect(written.filter(({ what }) => what === 'query').map(({ rows }) => rows)).toEqual([3, 4, 5])
  await trail.stop()
})

test('what cannot be written before the end is counted as lost', async () => {
  const { database, leave } = paper()
  const lost: number[] = []
  const trail = open(database, 100, lost)
  leave()
  trail.add(deed(1))
  trail.add(deed(2))
  await trail.stop()
  expect(lost).toEqual([2])
})
