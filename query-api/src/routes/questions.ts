/** `/v1/questions`: what is asked again and again, under a name. */
import {
  type QuestionWords,
  questionWordsSchema,
  type SavedQuestion,
} from '@firefly/protocol/query/questions'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { questionParameters, readParameters } from '../parameters.ts'
import { parsed, parseQuery } from '../parse.ts'
import type { KeptQuestion, QuestionBook } from '../questions/book.ts'
import { definitionSeen } from '../sight/definitions.ts'
import { refuseHidden } from '../sight/refuse.ts'
import type { Sight } from '../sight/sight.ts'
import { noteDeed } from '../trail.ts'

export function questionRoutes(app: FastifyInstance, api: QueryApi): void {
  const reading = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  const writing = { onRequest: async (request: FastifyRequest) => authoriseWriter(request, api) }
  const sightFor = (request: FastifyRequest): Sight => api.sightOf(authorise(request, api.keys))
  const asked = (request: FastifyRequest): { project: string; id: string; book: QuestionBook } => {
    const { id } = readParameters(questionParameters, request.params)
    noteDeed(request, { detail: { question: id } })
    return { project: authorise(request, api.keys).project, id, book: bookOf(api) }
  }

  app.get('/v1/questions', reading, async (request) => {
    const { project } = authorise(request, api.keys)
    return { questions: (await bookOf(api).list(project)).map((kept) => shown(kept, sightFor(request))) }
  })
  app.post('/v1/questions', writing, async (request, reply) => {
    const { project } = authorise(request, api.keys)
    const words = parseWords(request.body, sightFor(request))
    return reply.code(201).send(shown(await bookOf(api).add(project, words), sightFor(request)))
  })
  app.get('/v1/questions/:id', reading, async (request) => {
    const { project, id, book } = asked(request)
    return shown(known(await book.find(project, id)), sightFor(request))
  })
  app.put('/v1/questions/:id', writing, async (request) => {
    const { project, id, book } = asked(request)
    const words = parseWords(request.body, sightFor(request))
    return shown(known(await book.change(project, id, words)), sightFor(request))
  })
  app.delete('/v1/questions/:id', writing, async (request, reply) => {
    const { project, id, book } = asked(request)
    if (!(await book.remove(project, id))) throw nobody()
    return reply.code(204).send()
  })
}

/** Throws a 400 that names each wrong field, also of the question itself. It is kept as it was written. */
function parseWords(body: unknown, sight: Sight): QuestionWords {
  const words = parsed(questionWordsSchema, body)
  try {
    refuseHidden(parseQuery(words.query), sight)
    return words
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const issues = error.issues?.map(({ path, message }) => ({
      path: path === '' ? 'query' : `query.${path}`,
      message,
    }))
    throw new QueryError(error.code, error.message, issues)
  }
}

/** Whoever may only look may not change what others see. */
function authoriseWriter(request: FastifyRequest, { keys }: QueryApi): void {
  if (authorise(request, keys).kind !== 'secret')
    throw new QueryError('forbidden_key', 'expected the secret key, as saved questions are for everybody')
}

function bookOf({ questions }: QueryApi): QuestionBook {
  if (questions) return questions
  throw new QueryError('not_found', 'this server keeps no questions')
}

function known(kept: KeptQuestion | undefined): KeptQuestion {
  if (kept) return kept
  throw nobody()
}
const nobody = (): QueryError => new QueryError('not_found', 'there is no such question')

const shown = (
  { id, name, description, query, createdAt, updatedAt }: KeptQuestion,
  sight: Sight,
): SavedQuestion => ({
  id,
  name,
  description,
  query: { ...definitionSeen(query, sight) },
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})
