/** Every kind can be broken down by what is known of people and of their groups: a group is the answer of a log with its people alone. */
import { groupChangeBlock } from '@firefly/clickhouse/tables/group-changes'
import { userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { parseQuery } from '../parse.ts'
import { type Kind, RIGHT } from '../testing/bad-questions.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { log, NOW, only, PEOPLE, range } from '../testing/shoppers.ts'

let corpus: Corpus
let [all, xs, ys] = ['', '', '']
/** Nothing is known of one more, who is in the group without a value. */
const unknown = ['a', 'b'].map((event, nth) => ({
  event,
  person: 'p99',
  time: NOW - 60_000 + nth,
  columns: { pathname: '/9', platform: 'server' },
  properties: { total: '1' },
}))
const place = { time: NOW - 90 * 86_400_000, partition: 0, place: 0 }

/** Everybody's team, and the company they belong to, of which the size is known. */
async function tell(project: string): Promise<void> {
  const said = (user: string, name: string, value: string, offset: number) => ({
    ...place,
    project,
    name,
    value,
    user,
    offset,
    kind: 'set' as const,
    anonymous: '',
    messageId: `${name}${offset}`,
  })
  const words = Array.from({ length: PEOPLE }, (_, person) => person).flatMap((person) => [
    said(`p${person}`, 'team', person % 2 === 0 ? 'x' : 'y', person),
    said(`p${person}`, '$group_company', person % 2 === 0 ? 'acme' : 'beta', person),
  ])
  await corpus.store.insert(userChangeBlock(words, 'words'))
  const sizes = [
    { group: 'acme', value: 'x' },
    { group: 'beta', value: 'y' },
  ].map((one, offset) => ({
    ...place,
    ...one,
    project,
    type: 'company',
    name: 'size',
    offset,
    kind: 'set' as const,
  }))
  await corpus.store.insert(groupChangeBlock(sizes, 'sizes'))
}

beforeAll(async () => {
  corpus = await openCorpus()
  all = await corpus.put([...log, ...unknown])
  xs = await corpus.put(only((person) => person % 2 === 0))
  ys = await corpus.put(only((person) => person % 2 === 1))
  await tell(all)
})
afterAll(() => corpus.close())

const LIMITS = { maxSeconds: 60, maxMemoryBytes: 2 ** 31, maxRowsToRead: 1e9 }
const ask = (project: string, question: object) =>
  answerQuery(parseQuery({ ...range, ...question }), {
    store: corpus.store,
    project,
    limits: LIMITS,
    timezone: 'UTC',
    now: NOW,
  })

const KNOWN = [
  { property: 'team', source: 'user' },
  { property: 'size', source: 'group', groupType: 'company' },
]
/** Those whose groups are made by one of their events alone; of others the group without a value is a filter away. */
const BY_ONE_EVENT: readonly Kind[] = ['interval', 'ltv', 'attribution', 'correlation']
const KINDS = (Object.keys(RIGHT) as Kind[]).filter(
  (kind) => !['trend', 'funnel', 'retention'].includes(kind),
)

for (const kind of KINDS)
  test(`${kind}, of each team, and of companies of each size`, async () => {
    const question = { kind, ...RIGHT[kind] }
    const own = [
      { value: 'x', result: (await ask(xs, question)).result },
      { value: 'y', result: (await ask(ys, question)).result },
    ]
    for (const breakdown of KNOWN) {
      const { breakdowns } = await ask(all, { ...question, breakdown })
      expect(breakdowns?.slice(0, 2), breakdown.source).toEqual(own)
      if (BY_ONE_EVENT.includes(kind)) continue
      const none = { ...question, filters: [{ ...breakdown, operator: 'is_not_set' }] }
      expect(breakdowns?.slice(2), breakdown.source).toEqual([
        { value: null, result: (await ask(all, none)).result },
      ])
    }
  })
