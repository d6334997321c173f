/** `/v1/users`: who there is; `/v1/users/{distinctId}` and what is behind it: who somebody is, and what they did. */
import { type Sql, type Statement, statement } from '@firefly/clickhouse/sql'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UsersQuery, UsersResult } from '@firefly/protocol/query/users'
import { askingOf } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { historySql, type LinkRow, shapeHistory } from '../identity/history.ts'
import { findProject } from '../identity/joins.ts'
import { readParameters, timelineParameters, userParameters, usersParameters } from '../parameters.ts'
import type { Project } from '../persons.ts'
import { noteDeed } from '../trail.ts'
import { filtersIn, findUsers, parseUsers } from '../users/find.ts'
import { shapeProfile, type SummaryRow, summarySql, type TraitRow, traitsSql } from '../users/profile.ts'
import { shapeTimeline, type TimelineRow, timelineSql } from '../users/timeline.ts'

export function userRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  const run = async <Row>(select: Statement): Promise<Row[]> =>
    (await api.store.query<Row>(select, api.limits)).rows
  const ask = <Row>({ name }: Project, select: Sql): Promise<Row[]> =>
    api.gate.pass(name, () => run<Row>(statement(select)))
  const projectOf = (request: FastifyRequest): Promise<Project> => {
    const { project } = authorise(request, api.keys)
    return api.gate.pass(project, () => findProject(project, run, api.store))
  }

  const list = (request: FastifyRequest, asked: UsersQuery): Promise<UsersResult> => {
    const { project } = authorise(request, api.keys)
    const answering = { ...api, project, timezone: api.zoneOf(project), now: Date.now() }
    return api.gate.pass(project, async () => {
      const { asking } = await askingOf(answering, asked.timezone)
      const found = await findUsers(asked, asking, answering)
      noteDeed(request, { rows: found.users.length })
      return found
    })
  }
  app.get('/v1/users', options, (request) => {
    const { filters, ...asked } = readParameters(usersParameters, request.query)
    return list(
      request,
      parseUsers(filters === undefined ? asked : { ...asked, filters: filtersIn(filters) }),
    )
  })
  app.post('/v1/users', options, (request) => list(request, parseUsers(request.body)))
  app.get('/v1/users/:distinctId', options, async (request) => {
    const project = await projectOf(request)
    const { distinctId } = readParameters(userParameters, request.params)
    const [summary] = await ask<SummaryRow>(project, summarySql(project, distinctId))
    const profile = shapeProfile(
      distinctId,
      summary,
      await ask<TraitRow>(project, traitsSql(project, distinctId)),
    )
    if (!profile) throw new QueryError('not_found', 'nobody with this id has sent an event')
    return profile
  })
  app.get('/v1/users/:distinctId/merges', options, async (request) => {
    const { distinctId } = readParameters(userParameters, request.params)
    const project = await projectOf(request)
    return shapeHistory(await ask<LinkRow>(project, historySql(project, distinctId)))
  })
  app.get('/v1/users/:distinctId/events', options, async (request) => {
    const project = await projectOf(request)
    const { distinctId } = readParameters(userParameters, request.params)
    const asked = readParameters(timelineParameters, request.query)
    return shapeTimeline(
      await ask<TimelineRow>(project, timelineSql(project, distinctId, asked)),
      asked.limit,
    )
  })
}
