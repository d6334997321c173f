/** `/v1/cohorts`: people that were given a name, to be named in questions. */
import { statement } from '@firefly/clickhouse/sql'
import { HIGHEST_SENSITIVITY } from '@firefly/protocol/plan'
import type { SavedCohort } from '@firefly/protocol/query/cohorts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { askingOf } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import type { CohortBook, KeptCohort } from '../cohorts/book.ts'
import type { PlacedCohort } from '../cohorts/membership.ts'
import { countSql, peopleSql } from '../cohorts/pages.ts'
import { placeWhole } from '../traits/placed.ts'
import { refreshCohort } from '../cohorts/refresh.ts'
import { createCohort, parseCohort, replaceCohort, type Saving } from '../cohorts/save.ts'
import { QueryError } from '../errors.ts'
import { cohortParameters, personsParameters, readParameters } from '../parameters.ts'
import { personsPage } from '../people/persons.ts'
import { definitionSeen } from '../sight/definitions.ts'
import { SEES_ALL, type Sight } from '../sight/sight.ts'
import { noteDeed } from '../trail.ts'
import { answering, inTurn } from './turn.ts'

/** A hundred thousand ids. */
const MAX_BYTES = 32 * 1024 * 1024

export function cohortRoutes(app: FastifyInstance, api: QueryApi): void {
  const reading = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  const writing = {
    bodyLimit: MAX_BYTES,
    onRequest: async (request: FastifyRequest) => authoriseWriter(request, api),
  }
  const sightFor = (request: FastifyRequest): Sight => api.sightOf(authorise(request, api.keys))
  const idOf = (request: FastifyRequest): string => readParameters(cohortParameters, request.params).id

  app.get('/v1/cohorts', reading, async (request) => {
    const { project } = authorise(request, api.keys)
    return { cohorts: (await bookOf(api).list(project)).map((kept) => shown(kept, sightFor(request))) }
  })
  app.post('/v1/cohorts', writing, async (request, reply) => {
    const words = parseCohort(request.body)
    const kept = await within(request, reply, api, (saving) => createCohort(words, saving))
    note(request, kept)
    return reply.code(201).send(shown(kept, sightFor(request)))
  })
  app.get('/v1/cohorts/:id', reading, async (request, reply) =>
    within(request, reply, api, async (saving) => withSize(await found(saving, idOf(request)), saving)),
  )
  app.put('/v1/cohorts/:id', writing, async (request, reply) => {
    const words = parseCohort(request.body)
    const kept = await within(request, reply, api, (saving) => replaceCohort(idOf(request), words, saving))
    if (!kept) throw nobody()
    note(request, kept)
    return shown(kept, sightFor(request))
  })
  app.post('/v1/cohorts/:id/refresh', writing, async (request, reply) =>
    within(request, reply, api, async (saving) => {
      const kept = await found(saving, idOf(request))
      if (kept.definition === null || kept.refreshMinutes === null)
        throw new QueryError('unsupported_query', 'its members are not found at times', [
          { path: 'refreshMinutes', message: 'expected a cohort that is saved with it' },
        ])
      const refreshed = (await refreshCohort(kept, saving)) ?? (await found(saving, kept.id))
      return shown(refreshed, sightFor(request))
    }),
  )
  app.delete('/v1/cohorts/:id', writing, async (request, reply) => {
    const { project } = authorise(request, api.keys)
    const kept = await bookOf(api).find(project, idOf(request))
    if (!kept || !(await bookOf(api).remove(project, kept.id))) throw nobody()
    note(request, kept)
    return reply.code(204).send()
  })
  app.get('/v1/cohorts/:id/persons', reading, async (request, reply) => {
    const page = readParameters(personsParameters, request.query)
    return within(request, reply, api, async (saving) => {
      const people = peopleSql(await placed(await found(saving, idOf(request)), saving))
      const shownPage = await personsPage(people, page, saving.asking)
      noteDeed(request, { detail: { cohort: idOf(request) }, rows: shownPage.persons.length })
      return shownPage
    })
  })
}

/** Whoever may only look may not change what others see. */
function authoriseWriter(request: FastifyRequest, { keys }: QueryApi): void {
  if (authorise(request, keys).kind !== 'secret')
    throw new QueryError('forbidden_key', 'expected the secret key, as cohorts are for everybody')
}

function bookOf({ cohorts }: QueryApi): CohortBook {
  if (cohorts) return cohorts
  throw new QueryError('not_found', 'this server keeps no cohorts')
}

/** In its turn, as a question is answered. */
function within<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  api: QueryApi,
  work: (saving: Saving) => Promise<Result>,
): Promise<Result> {
  const book = bookOf(api)
  return inTurn(request, reply, api, async (options) =>
    work({ book, options, asking: (await askingOf(options, undefined)).asking }),
  )
}

async function found({ book, asking }: Saving, id: string): Promise<KeptCohort> {
  const kept = await book.find(asking.project.name, id)
  if (!kept) throw nobody()
  return kept
}
const nobody = (): QueryError => new QueryError('not_found', 'there is no such cohort')

async function placed({ id }: KeptCohort, { asking, book }: Saving): Promise<PlacedCohort> {
  const { project, zone, now, ask } = asking
  const { question } = await placeWhole({ cohort: id }, { project, zone, to: now }, book, ask)
  return question as unknown as PlacedCohort
}

/** Of one that is asked for with every question, as many as there are now. */
async function withSize(kept: KeptCohort, saving: Saving): Promise<SavedCohort> {
  const sight = saving.options.sight ?? SEES_ALL
  if (kept.size !== null) return shown(kept, sight)
  const count = statement(countSql(peopleSql(await placed(kept, saving))))
  const [row] = await saving.asking.ask<{ size: string | number }>(count)
  return {
    ...shown(kept, sight),
    size: Number(row?.size ?? 0),
    computedAt: new Date(saving.asking.now).toISOString(),
  }
}

const shown = ({ computedAt, createdAt, updatedAt, ...kept }: KeptCohort, sight: Sight): SavedCohort => ({
  id: kept.id,
  name: kept.name,
  description: kept.description,
  definition: definitionSeen(kept.definition, sight),
  refreshMinutes: kept.refreshMinutes,
  size: kept.size,
  computedAt: computedAt && computedAt.toISOString(),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

/** The audit trail says which one, and how many people it has. */
const note = (request: FastifyRequest, { id, size }: KeptCohort): void =>
  noteDeed(request, { detail: { cohort: id }, rows: size ?? 0 })

/** Finds members anew as long as the server runs. */
export function refreshFor(api: QueryApi): (due: KeptCohort) => Promise<void> {
  return async (due) => {
    const { project } = due
    const options = {
      ...answering(api, { project, kind: 'secret', maySee: HIGHEST_SENSITIVITY }),
      now: Date.now(),
    }
    await api.gate.pass(due.project, async () => {
      const { asking } = await askingOf(options, undefined)
      await refreshCohort(due, { book: bookOf(api), asking, options })
    })
  }
}
