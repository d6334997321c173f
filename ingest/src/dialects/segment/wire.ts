/** What Segment's libraries add to the native wire: short names for the routes, and settings they ask for first. */
import type { EventType } from '@firefly/protocol/names'
import type { FastifyInstance } from 'fastify'
import type { DialectName } from '../../telemetry.ts'
import { bagOf } from '../object.ts'

export const SHORT_ROUTES: readonly (readonly [string, EventType])[] = [
  ['p', 'page'],
  ['t', 'track'],
  ['i', 'identify'],
  ['g', 'group'],
  ['a', 'alias'],
  ['s', 'screen'],
]

/**
 * `GET /v1/projects/{writeKey}/settings`: without an answer that names `Segment.io`, analytics.js sends nothing.
 * The same under `/cdn`, where installations that proxy Segment's CDN have it.
 */
export function segmentSettings(app: FastifyInstance): void {
  for (const base of ['', '/cdn']) {
    const url = `${base}/v1/projects/:writeKey/settings`
    app.get<{ Params: { writeKey: string } }>(url, (request, reply) =>
      reply.send({ integrations: { 'Segment.io': { apiKey: request.params.writeKey } } }),
    )
  }
}

/** What analytics.js counts of itself, and sends beside the events. */
export const LIBRARY_METRICS = {
  dialect: 'segment',
  reason: 'sdk_metrics',
  answer: { success: true },
} as const

/** Who wrote a native body, by the library that it names; for counting alone. */
export const dialectOf = (library: string | undefined): DialectName =>
  library !== undefined && /^(?:analytics\.js|analytics-|@segment\/)/.test(library) ? 'segment' : 'native'

/** Its libraries for servers and apps name themselves `analytics-java/3.5.2`, `analytics-android/4.11.3`, and so on. */
export const isSegmentAgent = (agent: string | undefined): boolean => /^analytics-[a-z]+/.test(agent ?? '')

/** The library that a body names: around the events, or in the first of them. */
export function libraryIn(body: unknown): string | undefined {
  const { batch, context } = bagOf(body)
  const around = context ?? bagOf(Array.isArray(batch) ? batch[0] : undefined)['context']
  const { name } = bagOf(bagOf(around)['library'])
  return typeof name === 'string' ? name : undefined
}
