/** Whose an anonymous id is, on the real engine: whoever was said first, by the moment and then by the place in the log. */
import { sql, statement } from '@firefly/clickhouse/sql'
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { ownersOf } from './joined-ids.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

/** Few of each, so that most links are told apart by what stands further behind; and the largest and smallest there can be. */
const said = fc.record({
  from: fc.constantFrom('x', 'y'),
  to: fc.constantFrom('u', 'v', 'w'),
  time: fc.constantFrom(Date.UTC(1901, 0, 1), -1, 0, 1, Date.UTC(2026, 0, 1), Date.UTC(2299, 0, 1)),
  partition: fc.constantFrom(0, 1, 65_535),
  offset: fc.constantFrom(0, 1, 2 ** 32, 2 ** 48),
  place: fc.constantFrom(0, 1, 4_294_967_295),
})
type Said = typeof said extends fc.Arbitrary<infer One> ? One : never

const PLACE = ['time', 'partition', 'offset', 'place'] as const
const ordered = (one: Said, other: Said): number =>
  PLACE.map((part) => one[part] - other[part]).find((difference) => difference !== 0) ?? 0
const placeOf = (one: Said): string => PLACE.map((part) => one[part]).join(' ')

test('the first link of an id wins, however close another one is', async () => {
  // A place in the log is one event's.
  const links = fc.uniqueArray(said, { minLength: 1, maxLength: 12, selector: placeOf })
  await fc.assert(
    fc.asyncProperty(links, async (all) => {
      const project = await corpus.put([])
      const block = all.map((one) => ({ project, kind: 'identify' as const, messageId: 'm', ...one }))
      await corpus.store.insert(linkBlock(block, `${project} links`))
      const first = ['x', 'y'].flatMap(
        (id) => all.filter(({ from }) => from === id).toSorted(ordered)[0] ?? [],
      )
      expect(await owners(project)).toEqual(new Map(first.map(({ from, to }) => [from, to])))
    }),
    { numRuns: 20 },
  )
})

/** By name. */
async function owners(project: string): Promise<Map<string, string>> {
  const named = sql`['x', 'y'][indexOf([xxHash64('x'), xxHash64('y')], id)]`
  const owned = sql`['u', 'v', 'w'][indexOf([xxHash64('u'), xxHash64('v'), xxHash64('w')], owner)]`
  const select = sql`SELECT ${named} AS anonymous, ${owned} AS user FROM (${ownersOf({ name: project, joins: { generation: undefined } })}) ORDER BY anonymous`
  const { rows } = await corpus.store.query<{ anonymous: string; user: string }>(statement(select))
  return new Map(rows.map(({ anonymous, user }) => [anonymous, user]))
}
