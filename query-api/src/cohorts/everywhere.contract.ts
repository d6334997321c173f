/** A cohort filters every kind of question and groups it: the answer is that of a log with its people alone. */
import type { QueryInput } from '@firefly/protocol/query'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { tableOf } from '../export/tables.ts'
import { parseQuery } from '../parse.ts'
import { type Kind, RIGHT } from '../testing/bad-questions.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'

const HOUR = 3_600_000
const BEGIN = Date.UTC(2026, 0, 10)
const NOW = BEGIN + 47 * HOUR
const range = { from: '2026-01-10', to: '2026-01-11' }
const PEOPLE = 12
const isVip = (person: number): boolean => person % 3 === 0

/** Everybody does a little different things at different times; some were very important long before. */
const log: Happening[] = Array.from({ length: PEOPLE }, (_, person) => person).flatMap((person) => [
  ...(isVip(person) ? [happening('vip', person, -400)] : []),
  ...Array.from({ length: 5 + person }, (_, nth) =>
    happening(nth % 2 === 0 ? 'a' : 'b', person, ((person * 7 + nth * 5) % 46) + nth / 60),
  ),
  ...['$pageview', 'a', 'b'].map((event, nth) => happening(event, person, 46.7 + (nth * person) / 200)),
])
function happening(event: string, person: number, hour: number): Happening {
  return {
    event,
    person: `p${person}`,
    time: BEGIN + hour * HOUR,
    properties: { total: String(person + 1), shop: person % 2 === 0 ? 'x' : 'y' },
    columns: { pathname: `/${person % 4}`, platform: person % 2 === 0 ? 'web' : 'ios' },
  }
}
const only = (isMember: (person: number) => boolean): Happening[] =>
  log.filter(({ person }) => isMember(Number(person.slice(1))))

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
