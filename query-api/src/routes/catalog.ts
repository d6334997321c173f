/** What there is to ask about: event names, their properties, and values of a property, newest first in importance. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { BUILT_IN, textOf } from '../catalog.ts'
import { QueryError } from '../errors.ts'

const name = z.string().min(1).max(200)
const eventsQuery = z.object({
  search: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
const propertiesQuery = eventsQuery.extend({ event: name.optional() })
const valuesQuery = propertiesQuery.extend({ property: name })

export function catalogRoutes(app: FastifyInstance, api: QueryApi): void {
  app.get('/v1/catalog/events', async (request) => ({ events: await rows(request, api, eventsSql) }))
  app.get('/v1/catalog/properties', async (request) => {
    const sent = await rows<{ name: string; count: string }>(request, api, propertiesSql)
    const builtIn = Object.entries(BUILT_IN).map(([property, { about }]) => ({
      name: property,
      about,
      builtIn: true,
    }))
    return { properties: [...sent.map((one) => ({ ...one, builtIn: false })), ...builtIn] }
  })
  app.get('/v1/catalog/values', async (request) => ({ values: await rows(request, api, valuesSql) }))
}

async function rows<Row>(
  request: FastifyRequest,
  api: QueryApi,
  select: (project: string, query: unknown) => Sql,
): Promise<Row[]> {
  const { project } = authorise(request, api.keys)
  const { sql: text, params } = statement(select(project, request.query))
  return (await api.gate.pass(() => api.store.query<Row>({ sql: text, params }, api.limits))).rows
}

function eventsSql(project: string, query: unknown): Sql {
  const { search, limit } = read(eventsQuery, query)
  return sql`
SELECT event AS name, toUInt32(count()) AS count, formatDateTime(min(time), '%FT%TZ') AS firstSeen, formatDateTime(max(time), '%FT%TZ') AS lastSeen
FROM events
WHERE project = ${bind('String', project)} AND ${containing(sql`event`, search)}
GROUP BY event ORDER BY count() DESC, name LIMIT ${bind('UInt32', limit)}`
}

function propertiesSql(project: string, query: unknown): Sql {
  const { event, search, limit } = read(propertiesQuery, query)
  return sql`
SELECT arrayJoin(mapKeys(properties)) AS name, toUInt32(count()) AS count
FROM events
WHERE project = ${bind('String', project)} AND ${ofEvent(event)}
GROUP BY name HAVING ${containing(sql`name`, search)}
ORDER BY count() DESC, name LIMIT ${bind('UInt32', limit)}`
}

function valuesSql(project: string, query: unknown): Sql {
  const { event, property, search, limit } = read(valuesQuery, query)
  return sql`
SELECT ${textOf(property, 'UTC')} AS value, toUInt32(count()) AS count
FROM events
WHERE project = ${bind('String', project)} AND ${ofEvent(event)} AND value != '' AND ${containing(sql`value`, search)}
GROUP BY value ORDER BY count() DESC, value LIMIT ${bind('UInt32', limit)}`
}

const ofEvent = (event: string | undefined): Sql =>
  event === undefined ? sql`1` : sql`event = ${bind('String', event)}`
const containing = (text: Sql, search: string): Sql =>
  search === '' ? sql`1` : sql`positionCaseInsensitiveUTF8(${text}, ${bind('String', search)}) > 0`

function read<Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new QueryError('invalid_query', 'the question cannot be understood', issues)
}
