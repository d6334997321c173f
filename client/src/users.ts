/** People: who there is, who somebody is, what they did, and which ids are theirs. */
import type { Decided, MergeHistory, MergeInput, UnmergeInput } from '@firefly/protocol/query/merging'
import type { ProfileResult, TimelineResult } from '@firefly/protocol/query/profile'
import type { UsersInput, UsersResult } from '@firefly/protocol/query/users'
import type { CallOptions } from './client.ts'
import { linesOf } from './lines.ts'
import type { Call, Send } from './transport.ts'

/** `kind` says what a line is: head, id, link, change, cohort, profile, event, quarantined or end. */
export type SubjectLine = { kind: string } & Record<string, unknown>

export interface UserCalls {
  /** Whoever was seen last first, one page. */
  list(asked?: UsersInput, options?: CallOptions): Promise<UsersResult>
  find(distinctId: string, options?: CallOptions): Promise<ProfileResult>
  /** The newest first, one page. */
  events(
    distinctId: string,
    page?: { event?: string; limit?: number; before?: string },
    options?: CallOptions,
  ): Promise<TimelineResult>
  merges(distinctId: string, options?: CallOptions): Promise<MergeHistory>
  /** All that is kept about one person, line by line; the last one says `end`, or lines are missing. */
  everything(distinctId: string, options?: CallOptions): AsyncGenerator<SubjectLine>
  merge(asked: MergeInput, options?: CallOptions): Promise<Decided>
  unmerge(asked: UnmergeInput, options?: CallOptions): Promise<Decided>
}

export function userCalls(send: Send): UserCalls {
  const pathOf = (id: string): string => `/v1/users/${encodeURIComponent(id)}`
  const json = async <Body>(call: Call, { signal }: CallOptions = {}): Promise<Body> =>
    (await send({ ...call, signal })).json() as Promise<Body>
  return {
    list: (body = {}, options) => json({ method: 'POST', path: '/v1/users', body }, options),
    find: (id, options) => json({ path: pathOf(id) }, options),
    events: (id, parameters = {}, options) => json({ path: `${pathOf(id)}/events`, parameters }, options),
    merges: (id, options) => json({ path: `${pathOf(id)}/merges` }, options),
    async *everything(distinctId, { signal } = {}) {
      const call = { method: 'POST', path: '/v1/persons/export', body: { distinctId }, signal } as const
      for await (const line of linesOf(await send(call))) yield JSON.parse(line) as SubjectLine
    },
    merge: (body, options) => json({ method: 'POST', path: '/v1/persons/merge', body }, options),
    unmerge: (body, options) => json({ method: 'POST', path: '/v1/persons/unmerge', body }, options),
  }
}
