/** Asks a question and keeps its answer together with when it was asked. */
import type { QueryInput } from '@firefly/protocol/query'
import { useQuery } from '@tanstack/react-query'
import { type AnswerTo, ApiError } from '../api.ts'
import { useAccess } from '../shell/access.tsx'

export interface Answered<Asked extends QueryInput> {
  /** Exactly what was asked; a relative range is days by now. */
  input: Asked
  answer: AnswerTo<Asked>
  askedAt: Date
}

export interface Asking<Asked extends QueryInput> {
  answered: Answered<Asked> | undefined
  failure: ApiError | undefined
  asking: boolean
  again: () => void
}

/** `name` tells two questions apart; `input` is made at the moment of asking; undefined asks nothing. */
export function useAnswer<Asked extends QueryInput>(
  name: string,
  input: (() => Asked) | undefined,
): Asking<Asked> {
  const { api } = useAccess()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['answer', name],
    queryFn: async ({ signal }): Promise<Answered<Asked>> => {
      if (!input) throw new Error('nothing to ask')
      const [asked, askedAt] = [input(), new Date()]
      return { input: asked, askedAt, answer: await api.query(asked, signal) }
    },
    enabled: input !== undefined,
    // An old answer is never taken out of a drawer: whoever comes back asks again.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    answered: data,
    failure: isFetching ? undefined : toApiError(error),
    asking: isFetching,
    again: () => void refetch(),
  }
}

const toApiError = (error: Error | null): ApiError | undefined => {
  if (!error) return undefined
  return error instanceof ApiError ? error : new ApiError('unreadable', error.message)
}
