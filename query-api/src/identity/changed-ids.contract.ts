/** Which users are others than before, on the real engine, after something more was said of a few of many. */
import { sql, statement } from '@firefly/clickhouse/sql'
import { type LinkKind, linkBlock } from '@firefly/clickhouse/tables/identities'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { movedUsers } from './changed-ids.ts'
import { findProject, keptGeneration } from './joins.ts'
import type { Generation } from './joined-ids.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const ask = async <Row>(select: Parameters<Corpus['store']['query']>[0]): Promise<Row[]> =>
  (await corpus.store.query<Row>(select)).rows

test('one alias more, or one taken back, moves its own people and nobody else', async () => {
  const project = await corpus.put([])
  await tell(project, 'alias', [
    ['u1', 'u2'],
    ['v1', 'v2'],
    ['w1', 'w2'],
  ])
  const first = await generation(project)
  await tell(project, 'alias', [['v3', 'v2']])
  const second = await generation(project)
  const before = await keptGeneration(project, first.generation, ask)
  expect(before).toEqual({ generation: first.generation, base: first.base })
  // Where nothing is known of before, whoever is merged may be another one.
  const all = await moved(project, second)
  expect(new Set(all.map((user) => user[0]))).toEqual(new Set(['u', 'v', 'w']))
  const more = await moved(project, second, first)
  expect(more.length).toBeGreaterThan(0)
  expect(more.filter((user) => !user.startsWith('v'))).toEqual([])
  await tell(project, 'unlink', [['u1', 'u2']])
  const less = await moved(project, await generation(project), second)
  expect(less.length).toBeGreaterThan(0)
  expect(less.filter((user) => !user.startsWith('u'))).toEqual([])
})

test('a generation that is not there is not taken for one', async () => {
  expect(await keptGeneration(await corpus.put([]), '17', ask)).toBeUndefined()
})

let said = 0

async function tell(
  project: string,
  kind: LinkKind,
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  const links = pairs.map(([from, to]) => {
    const time = Date.UTC(2026, 0, 1) + ++said
    return { project, kind, from, to, time, partition: 0, offset: said, place: 0, messageId: `${said}` }
  })
  await corpus.store.insert(linkBlock(links, `${project} ${said}`))
}

async function generation(project: string): Promise<Generation> {
  const { joins } = await findProject(project, ask, corpus.store)
  if (joins?.generation === undefined) throw new Error(`nobody of ${project} is merged`)
  return { ...joins, generation: joins.generation }
}

/** By name, in order. */
async function moved(project: string, now: Generation, before?: Generation): Promise<string[]> {
  const known = { since: 0, generation: before?.generation ?? '17', kept: before }
  const rows = await ask<{ id: string }>(
    statement(sql`SELECT toString(user) AS id FROM (${movedUsers(project, now, known)})`),
  )
  const ids = new Set(rows.map(({ id }) => id))
  const names = await ask<{ name: string; id: string }>(
    statement(
      sql`SELECT arrayJoin(['u1', 'u2', 'v1', 'v2', 'v3', 'w1', 'w2', 'x']) AS name, toString(xxHash64(name)) AS id`,
    ),
  )
  return names.flatMap(({ name, id }) => (ids.has(id) ? [name] : []))
}
