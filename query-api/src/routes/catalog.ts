/** What there is to ask about: events, their properties, the values of a property; what is common comes first. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { AnswerOptions } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { openAsker } from '../asker.ts'
import { authorise } from '../authorise.ts'
import { BUILT_IN, shownOf } from '../catalog.ts'
import { type SampleRow, samplesSql } from '../catalogue/samples.ts'
import { containing, eventsSql, ofEvent, propertiesSql } from '../catalogue/volumes.ts'
import { EVENTS } from '../persons.ts'
import { SEES_ALL, seen } from '../sight/sight.ts'
import { eventsParameters, propertiesParameters, readParameters, valuesParameters } from '../parameters.ts'
import { inTurn } from './turn.ts'

interface Counted {
  name: string
  count: number
  firstSeen: string
  lastSeen: string
}

export function catalogRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authorise(request, api.keys) }
  app.get('/v1/catalog/events', options, (request, reply) => {
    const asked = readParameters(eventsParameters, request.query)
    return inTurn(request, reply, api, async (turn) => ({
      events: await askerOf(turn)<Counted>(eventsSql(turn.project, asked)),
    }))
  })
  app.get('/v1/catalog/properties', options, (request, reply) => {
    const asked = readParameters(propertiesParameters, request.query)
    return inTurn(request, reply, api, async (turn) => {
      const ask = askerOf(turn)
      const sent = await ask<Counted>(propertiesSql(turn.project, asked))
      const listed = asked.details ? await detailed(turn, asked.event, sent) : sent.map(named)
      return { properties: [...listed, ...builtIn(asked.search)] }
    })
  })
  app.get('/v1/catalog/values', options, (request, reply) => {
    const asked = readParameters(valuesParameters, request.query)
    return inTurn(request, reply, api, async (turn) => ({
      values: await askerOf(turn)<{ value: string; count: number }>(valuesSql(turn, asked)),
    }))
  })
}

type Ask = <Row>(select: Sql) => Promise<Row[]>

const askerOf = (turn: AnswerOptions): Ask => {
  const { ask } = openAsker(turn)
  return (select) => ask(statement(select))
}

const named = ({ name, count }: Counted) => ({ name, count, builtIn: false })

/** What has not been sent for long, or seldom, has no samples. */
async function detailed(
  turn: AnswerOptions,
  event: string | undefined,
  sent: readonly Counted[],
): Promise<object[]> {
  const names = sent.map(({ name }) => name)
  const { project, sight = SEES_ALL } = turn
  const rows = await askerOf(turn)<SampleRow>(samplesSql(project, event, names))
  const found = new Map(rows.map((row) => [row.name, row]))
  return sent.map((one) => {
    const { types = [], samples = [] } = found.get(one.name) ?? {}
    const shown = [...new Set(samples.map((sample) => seen(one.name, sample, sight)))]
    return { ...one, builtIn: false, types, samples: shown }
  })
}

const valuesSql = (
  { project, sight }: AnswerOptions,
  { event, property, search, limit }: z.output<typeof valuesParameters>,
): Sql => sql`
SELECT ${shownOf(property, 'UTC', { sight })} AS value, toUInt32(count()) AS count
FROM ${EVENTS}
WHERE project = ${bind('String', project)} AND ${ofEvent(event)} AND value != '' AND ${containing(sql`value`, search)}
GROUP BY value ORDER BY count() DESC, value LIMIT ${bind('UInt32', limit)}`

const builtIn = (search: string): { name: string; about: string; builtIn: true }[] =>
  Object.entries(BUILT_IN)
    .filter(([name, { about }]) => `${name} ${about}`.toLowerCase().includes(search.toLowerCase()))
    .map(([name, { about }]) => ({ name, about, builtIn: true }))
