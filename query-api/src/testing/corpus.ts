/** For tests: a store with given events in it, and the same events as plain values for the models. */
import { createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import type { Store } from '@firefly/clickhouse/store'
import { type EventRow, eventColumns, eventLines } from '@firefly/clickhouse/tables/events'
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import type { QueryInput } from '@firefly/protocol/query'
import type { PersonsResult } from '@firefly/protocol/query/persons'
import { answerQuery, askingOf } from '../answer.ts'
import { parseQuery } from '../parse.ts'
import { findPersons, parsePersons } from '../people/persons.ts'
import { linksOf, scatteredIds } from './scattered.ts'

/** One event of a test. `time` is Unix milliseconds. */
export interface Happening {
  event: string
  person: string
  time: number
  session?: string
  properties?: Record<string, string>
  columns?: Partial<EventRow>
}

export interface Corpus {
  store: Store
  /** Stores events under a project of their own and gives its name. */
  put: (events: readonly Happening[]) => Promise<string>
  /** Stores more events under the name of a project; so many times under one token, as after a failure. */
  add: (project: string, events: readonly Happening[], times?: number) => Promise<void>
  /** `now` is when it is asked, in Unix milliseconds; long after everything when not given. */
  ask: <Result>(project: string, query: QueryInput, now?: number) => Promise<Result>
  /** The people behind a number. */
  persons: (project: string, body: object, now?: number) => Promise<PersonsResult>
  close: () => Promise<void>
}

const LATER = Date.UTC(2040, 0, 1)
const LIMITS = { maxSeconds: 30, maxMemoryBytes: 2 ** 31, maxRowsToRead: 100_000_000 }

export interface CorpusOptions {
  /** Every person goes by one user id; else those of every second project go by several that were joined. */
  oneIdEach?: boolean
}

export async function openCorpus({ oneIdEach = false }: CorpusOptions = {}): Promise<Corpus> {
  const store = await openEmptyStore()
  let made = 0
  const scattered = new Set<string>()
  return {
    store,
    async put(events) {
      const project = `corpus-${++made}`
      if (!oneIdEach && made % 2 === 0) scattered.add(project)
      await put(store, project, project, events, scattered.has(project))
      return project
    },
    async add(project, events, times = 1) {
      const token = `${project}-${++made}`
      for (let time = 0; time < times; time++)
        await put(store, project, token, events, scattered.has(project))
    },
    async ask<Result>(project: string, query: QueryInput, now = LATER) {
      const options = { store, project, limits: LIMITS, timezone: 'UTC', now }
      return (await answerQuery(parseQuery(query), options)).result as Result
    },
    async persons(project, body, now = LATER) {
      const asked = parsePersons(body)
      const options = { store, project, limits: LIMITS, timezone: 'UTC', now }
      return findPersons(asked, (await askingOf(options, asked.query.timezone)).asking, options)
    },
    close: () => store.close(),
  }
}

async function put(
  store: Store,
  project: string,
  token: string,
  events: readonly Happening[],
  scattered: boolean,
): Promise<void> {
  const rows = events.map((one, at) => ({
    ...rowOf(project, one, at),
    ...(scattered ? scatteredIds(one.person, at) : {}),
    ...one.columns,
  }))
  const people = scattered ? [...new Set(events.map(({ person }) => person))] : []
  if (people.length > 0) await store.insert(linkBlock(linksOf(project, people), token))
  if (rows.length === 0) return
  const catalogue = createCatalogueTally()
  for (const row of rows) catalogue.add(row)
  for (const block of catalogue.blocks(() => token)) await store.insert(block)
  await store.insert({ table: 'events', columns: eventColumns, lines: eventLines(rows), token })
}

/** A few arrive together. */
const arrivedAs = (at: number): Pick<EventRow, 'log_offset' | 'place'> => ({
  log_offset: Math.floor(at / 3),
  place: at % 3,
})

function rowOf(
  project: string,
  { event, person, time, session, properties }: Happening,
  at: number,
): EventRow {
  const blank = Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow
  const numbers = { received_at: time, is_clamped: 0, is_bot: 0, log_partition: 0, ...arrivedAs(at) }
  const ids = { project, user_id: person, message_id: `${at}`, session_id: session ?? '' }
  return { ...blank, ...numbers, ...ids, event, time, properties: properties ?? {} }
}
