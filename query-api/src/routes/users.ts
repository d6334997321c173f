/** `/v1/users`: who there is; `/v1/users/{distinctId}` and what is behind it: who somebody is, and what they did. */
import { type Sql, statement } from '@firefly/clickhouse/sql'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UsersQuery, UsersResult } from '@firefly/protocol/query/users'
import { askingOf } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { historySql, type LinkRow, shapeHistory } from '../identity/history.ts'
import { readParameters, timelineParameters, userParameters, usersParameters } from '../parameters.ts'
import type { Project } from '../persons.ts'
import { SEES_ALL, type Sight } from '../sight/sight.ts'
import { noteDeed } from '../trail.ts'
import { filtersIn, findUsers, parseUsers } from '../users/find.ts'
import { shapeProfile, type SummaryRow, summarySql, type TraitRow, traitsSql } from '../users/profile.ts'
import { shapeTimeline, type TimelineRow, timelineSql } from '../users/timeline.ts'
import { inTurn } from './turn.ts'

export function userRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  const list = (request: FastifyRequest, reply: FastifyReply, asked: UsersQuery): Promise<UsersResult> =>
    inTurn(request, reply, api, async (turn) => {
      const { asking } = await askingOf(turn, asked.timezone)
      const found = await findUsers(asked, asking, turn)
      noteDeed(request, { rows: found.users.length })
      return found
    })
  app.get('/v1/users', options, (request, reply) => {
    const { filters, ...asked } = readParameters(usersParameters, request.query)
    const whole = filters === undefined ? asked : { ...asked, filters: filtersIn(filters) }
    return list(request, reply, parseUsers(whole))
  })
  app.post('/v1/users', options, (request, reply) => list(request, reply, parseUsers(request.body)))

  /** About one person: `distinctId` is whoever the address names. */
  const about =
    <Result>(find: (distinctId: string, asking: Looking, request: FastifyRequest) => Promise<Result>) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<Result> => {
      const { distinctId } = readParameters(userParameters, request.params)
      return inTurn(request, reply, api, async (turn) => {
        const { asking } = await askingOf(turn, undefined)
        const ask: Looking['ask'] = (select) => asking.ask(statement(select))
        return find(distinctId, { project: asking.project, ask, sight: turn.sight ?? SEES_ALL }, request)
      })
    }
  app.get(
    '/v1/users/:distinctId',
    options,
    about(async (distinctId, { project, ask, sight }) => {
      const [summary] = await ask<SummaryRow>(summarySql(project, distinctId))
      const traits = await ask<TraitRow>(traitsSql(project, distinctId))
      const profile = shapeProfile(distinctId, summary, traits, sight)
      if (!profile) throw new QueryError('not_found', 'nobody with this id has sent an event')
      return profile
    }),
  )
  app.get(
    '/v1/users/:distinctId/merges',
    options,
    about(async (distinctId, { project, ask }) =>
      shapeHistory(await ask<LinkRow>(historySql(project, distinctId))),
    ),
  )
  app.get(
    '/v1/users/:distinctId/events',
    options,
    about(async (distinctId, { project, ask, sight }, request) => {
      const asked = readParameters(timelineParameters, request.query)
      const rows = await ask<TimelineRow>(timelineSql(project, distinctId, asked))
      return shapeTimeline(rows, asked.limit, sight)
    }),
  )
}

interface Looking {
  project: Project
  ask: <Row>(select: Sql) => Promise<Row[]>
  sight: Sight
}
