/** Answers given again: only where nothing has come that could change them, and never to those who may not see them. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { QueryInput } from '@firefly/protocol/query'
import type { Answer } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { parseQuery } from '../parse.ts'
import { SEES_ALL, sightOf } from '../sight/sight.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import type { Caching } from './answer.ts'
import { createKeep } from './keep.ts'
import { createVersions } from './version.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 5)
const NOW = Date.UTC(2026, 5, 1)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }
const trend = {
  kind: 'trend',
  from: '2026-01-05',
  to: '2026-01-09',
  series: [{ math: 'unique_users' }, { event: 'a' }],
} satisfies QueryInput
const QUESTIONS: QueryInput[] = [
  trend,
  { kind: 'funnel', from: '2026-01-05', to: '2026-01-09', steps: [{ event: 'a' }, { event: 'b' }] },
  { kind: 'retention', from: '2026-01-05', to: '2026-01-09', start: {}, return: { event: 'b' }, periods: 3 },
  { kind: 'lifecycle', from: '2026-01-05', to: '2026-01-09', interval: 'day' },
  {
    kind: 'trend',
    from: '2026-01-07',
    to: '2026-01-09',
    series: [{ event: 'a', math: 'unique_users' }],
    filters: [{ cohort: { did: { event: 'b' } } }],
  },
]

const caching = (): Caching => ({ keep: createKeep(1_000_000), versionOf: createVersions() })
function ask(
  project: string,
  asked: QueryInput,
  by: Caching | undefined,
  now = NOW,
  sight = SEES_ALL,
): Promise<Answer> {
  const options = { store: corpus.store, project, limits: LIMITS, timezone: 'UTC', now, sight }
  return answerQuery(parseQuery(asked), { ...options, caching: by })
}
const at = (day: number, event = 'a', person = 'p') => ({ event, person, time: FIRST + day * DAY })

test('the same question is answered again from memory until an event of its range comes, however late', async () => {
  const [project, by] = [await corpus.put([at(0)]), caching()]
  const first = await ask(project, trend, by)
  expect(first.meta.cached).toBe(false)
  const again = await ask(project, trend, by, NOW + 5_000)
  expect(again.meta).toMatchObject({ cached: true, asOf: new Date(NOW).toISOString() })
  expect(again.result).toEqual(first.result)
  expect((await ask(project, { ...trend, cache: false }, by)).meta.cached).toBe(false)
  await corpus.add(project, [at(2)])
  const after = await ask(project, trend, by)
  expect(after.meta.cached).toBe(false)
  expect(after.result).toMatchObject({ series: [{}, { total: 2 }] })
})

test('a range that was quiet for a minute is not touched by what others send, or what comes behind it', async () => {
  const [project, by] = [await corpus.put([at(0)]), caching()]
  await ask(project, trend, by)
  await corpus.add(project, [at(90)])
  expect((await ask(project, trend, by, NOW + 61_000)).meta.cached).toBe(false)
  await corpus.add(project, [at(91)])
  await corpus.put([at(0)])
  expect((await ask(project, trend, by, NOW + 62_000)).meta.cached).toBe(true)
})

test('each person that is taken away beside Firefly changes what is answered, the second as the tenth', async () => {
  const people = Array.from({ length: 12 }, (_, n) => `p${n}`)
  const [project, by] = [await corpus.put(people.map((person) => at(0, 'a', person))), caching()]
  await ask(project, trend, by)
  for (const [gone, person] of people.entries()) {
    await erase(project, person)
    const answer = await ask(project, trend, by, NOW + 120_000)
    expect(answer.result).toMatchObject({ series: [{ total: people.length - gone - 1 }, {}] })
  }
})

test('no answer goes to another project, or to whoever may see less', async () => {
  const [ours, theirs, by] = [await corpus.put([at(0)]), await corpus.put([at(0)]), caching()]
  await ask(ours, trend, by)
  expect((await ask(theirs, trend, by)).meta.cached).toBe(false)
  const levels = new Map([['phone', 3]])
  expect((await ask(ours, trend, by, NOW, sightOf(2, levels))).meta.cached).toBe(false)
  // Who sees the same is given the same, whatever the level.
  expect((await ask(ours, trend, by, NOW, sightOf(1, levels))).meta.cached).toBe(true)
  expect((await ask(ours, trend, by, NOW, sightOf(1, new Map([['mail', 3]])))).meta.cached).toBe(false)
  expect((await ask(ours, trend, by)).meta.cached).toBe(true)
})

test('whatever happens between two askings, an answer from memory is the one the store would give', async () => {
  const event = fc.constantFrom('a', 'b')
  const person = fc.constantFrom('p', 'q', 'r')
  const act = fc.oneof(
    fc.record({ do: fc.constant('store'), day: fc.integer({ min: -40, max: 40 }), event, person }),
    fc.record({ do: fc.constant('join'), from: person, to: person }),
    fc.record({ do: fc.constant('erase'), person }),
    { weight: 5, arbitrary: fc.record({ do: fc.constant('ask'), which: fc.nat(QUESTIONS.length - 1) }) },
  )
  let cached = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 14 }), async (acts) => {
      const [project, by] = [await corpus.put([at(0), at(1, 'b', 'q')]), caching()]
      for (const [place, one] of acts.entries()) {
        if (one.do === 'store' && 'day' in one)
          await corpus.add(project, [at(one.day, one.event, one.person)])
        if (one.do === 'join' && 'from' in one) await join(project, one.from, one.to, place)
        if (one.do === 'erase' && 'person' in one) await erase(project, one.person)
        if (!('which' in one)) continue
        const asked = QUESTIONS[one.which] ?? trend
        const answer = await ask(project, asked, by)
        if (answer.meta.cached) cached++
        expect(answer.result).toEqual((await ask(project, asked, undefined)).result)
      }
    }),
    { numRuns: 8 },
  )
  expect(cached).toBeGreaterThan(3)
})

function join(project: string, from: string, to: string, place: number): Promise<void> {
  const said = { project, kind: 'identify' as const, from, to, time: place, partition: 0, offset: 0 }
  return corpus.store.insert(linkBlock([{ ...said, place, messageId: '' }], `${project}-join-${place}`))
}

/** As an operator would whom a person asked to be forgotten, beside Firefly. */
async function erase(project: string, person: string): Promise<void> {
  const whose = `project = '${project}' AND person_id = xxHash64('${person}')`
  for (const table of ['events', 'people_days'])
    await corpus.store.command(`ALTER TABLE ${table} DELETE WHERE ${whose} SETTINGS mutations_sync = 2`)
}
