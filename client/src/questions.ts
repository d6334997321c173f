/** Questions that were given a name. */
import type { QueryInput } from '@firefly/protocol/query'
import type { QuestionInput, SavedQuestion } from '@firefly/protocol/query/questions'
import type { CallOptions } from './client.ts'
import type { Call, Send } from './transport.ts'

/** As it is saved, with a question of any kind in it. */
export type QuestionText = Omit<QuestionInput, 'query'> & { query: QueryInput }

export interface QuestionCalls {
  list(options?: CallOptions): Promise<SavedQuestion[]>
  find(id: string, options?: CallOptions): Promise<SavedQuestion>
  save(words: QuestionText, options?: CallOptions): Promise<SavedQuestion>
  replace(id: string, words: QuestionText, options?: CallOptions): Promise<SavedQuestion>
  remove(id: string, options?: CallOptions): Promise<void>
}

export function questionCalls(send: Send): QuestionCalls {
  const pathOf = (id: string): string => `/v1/questions/${encodeURIComponent(id)}`
  const json = async <Body>(call: Call, { signal }: CallOptions = {}): Promise<Body> =>
    (await send({ ...call, signal })).json() as Promise<Body>
  return {
    list: async (options) =>
      (await json<{ questions: SavedQuestion[] }>({ path: '/v1/questions' }, options)).questions,
    find: (id, options) => json({ path: pathOf(id) }, options),
    save: (body, options) => json({ method: 'POST', path: '/v1/questions', body }, options),
    replace: (id, body, options) => json({ method: 'PUT', path: pathOf(id), body }, options),
    remove: async (id, { signal } = {}) => void (await send({ method: 'DELETE', path: pathOf(id), signal })),
  }
}
