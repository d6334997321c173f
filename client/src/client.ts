/** A Firefly server as typed calls: each kind of question gives the answer of its kind. */
import type { LiveEvent } from '@firefly/protocol/live'
import type { Kind, QueryInput } from '@firefly/protocol/query'
import type { ExportInput } from '@firefly/protocol/query/export'
import type { PersonsInput, PersonsResult } from '@firefly/protocol/query/persons'
import type { AnswerOf } from '@firefly/protocol/results'
import { administrationCalls, type AdministrationCalls } from './administration.ts'
import { catalogCalls, type CatalogCalls } from './catalog.ts'
import { cohortCalls, type CohortCalls } from './cohorts.ts'
import { eventsOf, linesOf } from './lines.ts'
import { userCalls, type UserCalls } from './users.ts'
import { questionCalls, type QuestionCalls } from './questions.ts'
import { createTransport, type TransportOptions } from './transport.ts'

/** Any call may be given a signal that ends it. */
export interface CallOptions {
  signal?: AbortSignal
}

/** A row of an export: text as it is stored; `properties` is everything that was sent. */
export type ExportRow = Record<string, string | null | Record<string, string>>

export interface Client {
  /** One question, one answer. */
  query<Asked extends Kind>(question: QuestionOf<Asked>, options?: CallOptions): Promise<AnswerOf<Asked>>
  /** The answer as a table. */
  table(question: QueryInput, format: 'csv' | 'ndjson', options?: CallOptions): Promise<string>
  /** The people behind a number, one page. */
  persons(asked: PersonsInput, options?: CallOptions): Promise<PersonsResult>
  /** All of them, page by page. */
  everyPerson(asked: PersonsInput, options?: CallOptions): AsyncGenerator<PersonsResult['persons'][number]>
  /** Events row by row, as they arrive. */
  export(asked: ExportInput, options?: CallOptions): AsyncGenerator<ExportRow>
  /** Events as they are stored, until the loop is left; `dropped` counts what a slow reader has missed. */
  live(
    wanted?: { event?: string; distinctId?: string; platform?: string },
    options?: CallOptions,
  ): AsyncGenerator<LiveEvent | { dropped: number }>
  catalog: CatalogCalls
  cohorts: CohortCalls
  users: UserCalls
  questions: QuestionCalls
  /** What is for whoever holds a secret key. */
  administration: AdministrationCalls
}
/** The kind is told by its field alone, so that any other field has to be one of that kind. */
type QuestionOf<Asked extends Kind> = { kind: Asked } & Extract<QueryInput, { kind: Asked }>

/**
 * Every call rejects with a `FireflyError` (`InvalidQuestion`, `Forbidden`, `Overloaded`, …), with `Unreachable`, or with
 * the reason of the signal it was given. A busy server is asked again, as it says.
 */
export function createClient(options: TransportOptions): Client {
  const send = createTransport(options)
  const persons: Client['persons'] = async (body, { signal } = {}) =>
    (await send({ method: 'POST', path: '/v1/persons', body, signal })).json() as Promise<PersonsResult>
  return {
    query: async (body, { signal } = {}) =>
      (await send({ method: 'POST', path: '/v1/query', body, signal })).json(),
    table: async (body, format, { signal } = {}) =>
      (await send({ method: 'POST', path: '/v1/query', parameters: { format }, body, signal })).text(),
    persons,
    async *everyPerson(asked, own) {
      for (let after = asked.after; ; ) {
        const page = await persons({ ...asked, ...(after !== undefined && { after }) }, own)
        yield* page.persons
        if (page.next === null) return
        after = page.next
      }
    },
    async *export(body, { signal } = {}) {
      const call = {
        method: 'POST',
        path: '/v1/export',
        parameters: { format: 'ndjson' },
        body,
        signal,
      } as const
      for await (const line of linesOf(await send(call))) yield JSON.parse(line) as ExportRow
    },
    async *live(parameters = {}, { signal } = {}) {
      const call = { path: '/v1/live', parameters, accept: 'text/event-stream', signal }
      for await (const { name, data } of eventsOf(await send(call)))
        yield name === 'dropped' ? { dropped: Number(data) } : (JSON.parse(data) as LiveEvent)
    },
    catalog: catalogCalls(send),
    cohorts: cohortCalls(send),
    users: userCalls(send),
    questions: questionCalls(send),
    administration: administrationCalls(send),
  }
}
