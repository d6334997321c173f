/** A cohort filters every kind of question and groups it: the answer is that of a log with its people alone. */
import type { QueryInput } from '@firefly/protocol/query'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { tableOf } from '../export/tables.ts'
import { parseQuery } from '../parse.ts'
import { type Kind, RIGHT } from '../testing/bad-questions.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'
import { isVip, log, NOW, only, PEOPLE, range } from '../testing/shoppers.ts'

let corpus: Corpus
let [all, vips, others] = ['', '', '']
beforeAll(async () => {
  corpus = await openCorpus()
  all = await corpus.put(log)
  vips = await corpus.put(only(isVip))
  others = await corpus.put(only((person) => !isVip(person)))
})
afterAll(() => corpus.close())

const KINDS = Object.keys(RIGHT) as Kind[]
const limits = { maxSeconds: 60, maxMemoryBytes: 2 ** 31, maxRowsToRead: 1e9 }
const ask = (project: string, kind: Kind, more: object = {}) =>
  answerQuery(parseQuery({ kind, ...range, ...RIGHT[kind], ...more }), {
    store: corpus.store,
    project,
    limits,
    timezone: 'UTC',
    now: NOW,
  })
const cohort = { did: { event: 'vip' } }

for (const kind of KINDS)
  test(`${kind}, of a cohort and of whoever is not in it`, async () => {
    const [everybody, ofVips, ofOthers] = await Promise.all(
      [all, vips, others].map(async (project) => (await ask(project, kind)).result),
    )
    // Were they all alike, the filter could be left out and nobody would see.
    expect(ofVips).not.toEqual(everybody)
    expect((await ask(all, kind, { filters: [{ cohort }] })).result).toEqual(ofVips)
    expect((await ask(all, kind, { filters: [{ cohort: { not: cohort } }] })).result).toEqual(ofOthers)

    const groups = [
      { name: 'Very important', cohort },
      { name: 'Others', cohort: { not: cohort } },
    ]
    const asked = await ask(all, kind, { byCohort: groups })
    if (['trend', 'funnel', 'retention'].includes(kind)) {
      expect(JSON.stringify(asked.result)).toMatch(/Very important.*Others/)
      return
    }
    expect(asked).toMatchObject({ result: everybody })
    expect(asked.byCohort).toEqual([
      { name: 'Very important', result: ofVips },
      { name: 'Others', result: ofOthers },
    ])
    const { columns, rows } = tableOf(asked)
    const plain = [...tableOf(await ask(all, kind)).rows]
    expect(columns[0]).toBe('byCohort')
    expect([...rows].filter(([name]) => name === null).map(([, ...row]) => row)).toEqual(plain)
  })

test('the people behind a number of a group', async () => {
  const groups = [{ name: 'Very important', cohort }]
  const query = { kind: 'session', ...range, byCohort: groups } satisfies QueryInput
  const find = async (byCohort?: string) =>
    (await corpus.persons(all, { query, pick: {}, ...(byCohort && { byCohort }) }, NOW)).persons.length
  expect([await find(), await find('Very important')]).toEqual([PEOPLE, PEOPLE / 3])
  await expect(find('Nobody')).rejects.toMatchObject({ issues: [{ path: 'byCohort' }] })
})
