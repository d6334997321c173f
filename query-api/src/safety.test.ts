/** Ten thousand hostile questions: nothing a user writes becomes part of a statement, and each reads its project alone. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { type Kind, querySchema } from '@firefly/protocol/query'
import fc from 'fast-check'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { answerQuery, askingOf } from './answer.ts'
import { queryApi } from './app.ts'
import { createKeep } from './cache/keep.ts'
import { createVersions } from './cache/version.ts'
import { QueryError } from './errors.ts'
import { parseQuery } from './parse.ts'
import { findPersons, parsePersons } from './people/persons.ts'
import { hostile, hostileQuestion, MARK } from './testing/hostile.ts'

const PROJECT = 'ours'
const QUESTIONS = 10_000
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 1, maxRowsToRead: 1 }
const ASKED = { project: PROJECT, limits: LIMITS, timezone: 'UTC', now: Date.UTC(2026, 0, 12) }
/** Whatever the statement, a row that makes the analysis go on; what comes from the store is as hostile. */
const ROW = {
  // Of a project whose people were joined, which reads more tables than one where nobody was.
  told: 'alias',
  generation: '7',
  made: 1,
  kinds: ['set', 'increment'],
  grp: JSON.stringify([`${MARK}' OR '1'='1`, 'b']),
  links: [],
  counts: ['1'],
  medians: [1],
  averages: [1],
  nodes: [],
  users: 1,
  recency: [1],
  frequency: [1],
  monetary: [1],
  known: [],
  day: 20_454,
  arrived: '1',
  sealed: 1,
  seal: '7',
  events: '1',
  ids: [],
  seen: 0,
  last: 0,
  place: 0,
  untold: 0,
}

function recorder(): { store: Store; asked: Statement[] } {
  const asked: Statement[] = []
  const query = async (select: Statement) => {
    asked.push(select)
    return { rows: [ROW], rowsRead: 0, elapsedMs: 0 }
  }
  const read = async (select: Statement) => {
    asked.push(select)
    return new Uint8Array()
  }
  return { store: { query, read, writesOf: () => undefined } as unknown as Store, asked }
}

/** How often a statement reads a table, and how often it says whose: always both, and always ours. */
function faultsOf({ sql, params }: Statement): string[] {
  const tables =
    'events|event_counts|arrivals|people_days|id_numbers|sealed_people|settled_numbers|sealed_visits|visit_seals|split_visits|identities|user_changes|group_changes|identity_decisions|person_merges|catalogue_\\w+'
  const reads = sql.match(new RegExp(`\\bFROM\\s+(${tables})\\b`, 'gi'))?.length ?? 0
  const projects = [...sql.matchAll(/\bproject = \{(\w+):String\}/g)].map(([, name = '']) => params[name])
  return [
    ...(sql.toLowerCase().includes(MARK) ? ['a user’s text is part of the statement'] : []),
    ...(/[^\x20-\x7e\n…]/.test(sql) ? ['a letter that no statement of ours has'] : []),
    ...(projects.length === reads ? [] : [`${reads} reads, ${projects.length} projects`]),
    ...(projects.every((project) => project === PROJECT) ? [] : ['another project']),
  ]
}

test(`${QUESTIONS} questions of every kind with injections in every field`, async () => {
  const kinds = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(hostileQuestion, async (question) => {
      const { store, asked } = recorder()
      const caching = { keep: createKeep(1_000_000), versionOf: createVersions(), sight: '5' }
      const options = { ...ASKED, store, caching }
      const query = parsed(question)
      if (!query) return
      await answerQuery(query, options).catch((error: unknown) => {
        // A refusal is an answer too; anything else would be a hole.
        if (!(error instanceof QueryError)) throw error
      })
      kinds.set(query.kind, (kinds.get(query.kind) ?? 0) + asked.length)
      expect(asked.flatMap(faultsOf)).toEqual([])
    }),
    { numRuns: QUESTIONS },
  )
  expect([...kinds.values()].filter((statements) => statements < 100)).toEqual([])
  expect(kinds.size).toBe(querySchema.options.length)
}, 600_000)

test('the people behind any number', async () => {
  const kinds = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(hostileQuestion, hostile, async (question, trick) => {
      const query = parsed(question)
      if (!query) return
      const { store, asked } = recorder()
      const options = { ...ASKED, store }
      const { own = {}, group = { breakdown: trick } } = pickFor(query.kind, trick)
      const isBroken = 'breakdown' in query && query.breakdown !== undefined
      const wanted = parsePersons({ query: question, pick: own, ...(isBroken ? group : {}) })
      const { asking } = await askingOf(options, undefined)
      await findPersons(wanted, asking, options).catch((error: unknown) => {
        if (!(error instanceof QueryError)) throw error
      })
      kinds.set(query.kind, (kinds.get(query.kind) ?? 0) + asked.length)
      expect(asked.flatMap(faultsOf)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
  expect([...kinds.values()].filter((statements) => statements < 30)).toEqual([])
  expect(kinds.size).toBe(querySchema.options.length)
}, 300_000)

/** A number of the answer of a kind, told with hostile text wherever that takes text; and how its group is told. */
function pickFor(kind: Kind, trick: string): { own?: object; group?: object } {
  const start = '2026-01-01T00:00:00Z'
  const picks: Partial<Record<Kind, { own?: object; group?: object }>> = {
    trend: { own: { series: 0, breakdown: trick }, group: {} },
    funnel: { own: { step: 0, dropped: true, breakdown: trick }, group: {} },
    retention: { own: { cohort: start, breakdown: trick }, group: {} },
    lifecycle: { own: { bucket: start, state: 'new' } },
    stickiness: { own: { intervals: 1 } },
    realtime: { own: { event: trick, page: trick, platform: trick } },
    path: { own: { source: `1_${trick}`, target: `2_${trick}` } },
    session: { own: { entryPage: trick, exitPage: trick } },
    attribution: { own: { value: trick } },
    ltv: { own: { cohort: start } },
    correlation: { own: { property: trick, value: trick, converted: true } },
    explain: { own: { property: trick, value: trick } },
  }
  return picks[kind] ?? {}
}

function parsed(question: object) {
  try {
    return parseQuery(question)
  } catch (error) {
    if (error instanceof QueryError) return undefined
    throw error
  }
}

test('every address that takes text', async () => {
  const { store, asked } = recorder()
  const app = Fastify()
  const keys = { find: () => ({ project: PROJECT, kind: 'secret' as const, key: 'test', maySee: 5 }) }
  const live = { subscribe: () => () => undefined }
  await app.register(queryApi({ store, keys, live, onEvent: () => undefined, timezone: 'UTC' }))
  const get = (url: string) => app.inject({ url, headers: { authorization: 'Bearer key' } })
  await fc.assert(
    fc.asyncProperty(hostile, async (trick) => {
      const text = encodeURIComponent(trick)
      await get(`/v1/catalog/events?search=${text}`)
      await get(`/v1/catalog/properties?event=${text}&search=${text}`)
      await get(`/v1/catalog/values?property=${text}&event=${text}&search=${text}`)
      await get(`/v1/users/${text}`)
      await get(`/v1/users?search=${text}`)
      await get(`/v1/users/${text}/merges`)
      await get(`/v1/users/${text}/events?event=${text}&before=1_${text}`)
    }),
    { numRuns: 100 },
  )
  await app.close()
  expect(asked.length).toBeGreaterThan(400)
  expect(asked.flatMap(faultsOf)).toEqual([])
})
