/** What there is to ask about: events, their properties, the values of a property; what is common comes first. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { BUILT_IN, textOf } from '../catalog.ts'
import { EVENTS } from '../persons.ts'
import { eventsParameters, propertiesParameters, readParameters, valuesParameters } from '../parameters.ts'

interface Counted {
  name: string
  count: number
}

export function catalogRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  app.get('/v1/catalog/events', options, async (request) => ({
    events: await rows<Counted>(request, api, eventsSql),
  }))
  app.get('/v1/catalog/properties', options, async (request) => {
    const sent = await rows<Counted>(request, api, propertiesSql)
    const { search } = readParameters(propertiesParameters, request.query)
    return { properties: [...sent.map((one) => ({ ...one, builtIn: false })), ...builtIn(search)] }
  })
  app.get('/v1/catalog/values', options, async (request) => ({
    values: await rows<{ value: string; count: number }>(request, api, valuesSql),
  }))
}

async function rows<Row>(
  request: FastifyRequest,
  api: QueryApi,
  select: (project: string, query: unknown) => Sql,
): Promise<Row[]> {
  const { project } = authorise(request, api.keys)
  const asked = statement(select(project, request.query))
  return (await api.gate.pass(() => api.store.query<Row>(asked, api.limits))).rows
}

function eventsSql(project: string, query: unknown): Sql {
  const { search, limit } = readParameters(eventsParameters, query)
  return sql`
SELECT event AS name, toUInt32(count()) AS count, formatDateTime(min(time), '%FT%TZ') AS firstSeen, formatDateTime(max(time), '%FT%TZ') AS lastSeen
FROM ${EVENTS}
WHERE project = ${bind('String', project)} AND ${containing(sql`event`, search)}
GROUP BY event ORDER BY count() DESC, name LIMIT ${bind('UInt32', limit)}`
}

/** A built-in property is listed as such, whoever filled it in. */
function propertiesSql(project: string, query: unknown): Sql {
  const { event, search, limit } = readParameters(propertiesParameters, query)
  return sql`
SELECT arrayJoin(mapKeys(properties)) AS name, toUInt32(count()) AS count
FROM ${EVENTS}
WHERE project = ${bind('String', project)} AND ${ofEvent(event)}
GROUP BY name HAVING ${containing(sql`name`, search)} AND name NOT IN ${bind('Array(String)', Object.keys(BUILT_IN))}
ORDER BY count() DESC, name LIMIT ${bind('UInt32', limit)}`
}

function valuesSql(project: string, query: unknown): Sql {
  const { event, property, search, limit } = readParameters(valuesParameters, query)
  return sql`
SELECT ${textOf(property, 'UTC')} AS value, toUInt32(count()) AS count
FROM ${EVENTS}
WHERE project = ${bind('String', project)} AND ${ofEvent(event)} AND value != '' AND ${containing(sql`value`, search)}
GROUP BY value ORDER BY count() DESC, value LIMIT ${bind('UInt32', limit)}`
}

const ofEvent = (event: string | undefined): Sql =>
  event === undefined ? sql`1` : sql`event = ${bind('String', event)}`
const containing = (text: Sql, search: string): Sql =>
  search === '' ? sql`1` : sql`positionCaseInsensitiveUTF8(${text}, ${bind('String', search)}) > 0`

const builtIn = (search: string): { name: string; about: string; builtIn: true }[] =>
  Object.entries(BUILT_IN)
    .filter(([name, { about }]) => `${name} ${about}`.toLowerCase().includes(search.toLowerCase()))
    .map(([name, { about }]) => ({ name, about, builtIn: true }))
