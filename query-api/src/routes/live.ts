/** `GET /v1/live`: events as they are stored, or what became of debugged ones at once, as server-sent events. */
import { PassThrough } from 'node:stream'
import type { DebugEvent } from '@firefly/protocol/debug'
import type { LiveEvent } from '@firefly/protocol/live'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { QueryApi } from '../app.ts'
import { authoriseWatcher } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { createOutbox } from '../outbox.ts'
import { liveParameters, readParameters } from '../parameters.ts'
import { liveSeen } from '../sight/live.ts'
import { refuseHidden } from '../sight/refuse.ts'
import type { Sight } from '../sight/sight.ts'

const MAX_WATCHERS = 200
/** What a slow watcher may leave unread; beyond, the oldest events are left out and counted. */
const MAX_UNREAD_BYTES = 1024 * 1024
const HEARTBEAT_MS = 15_000
/** How long a watcher has to read the rest when the server closes. */
const FAREWELL_MS = 1_000

type Watched = LiveEvent | DebugEvent
const lineOf = (event: Watched): string => `data: ${JSON.stringify(event)}\n\n`
const notice = (dropped: number): string => `event: dropped\ndata: ${dropped}\n\n`

export function liveRoutes(app: FastifyInstance, { keys, live, debug, sightOf }: QueryApi): void {
  const watchers = new Set<PassThrough>()
  // A stream without an end, or one that nobody reads, would keep the server from closing.
  app.addHook('preClose', async () => watchers.forEach(sayFarewell))
  app.get('/v1/live', (request, reply) => {
    const grant = authoriseWatcher(request, keys)
    const asked = readParameters(liveParameters, request.query)
    const wanted = filterOf(asked, sightOf(grant))
    if (watchers.size >= MAX_WATCHERS)
      throw new QueryError('overloaded', 'too many people are watching; try again')
    const stream = new PassThrough()
    const send = createOutbox(stream, { maxBytes: MAX_UNREAD_BYTES, notice })
    send('retry: 2000\n\n')
    const tell = (event: Watched): void => void (wanted(event) && send(lineOf(event)))
    // What is hidden may change while somebody watches.
    const unsubscribe = asked.debug
      ? debug.subscribe(grant, tell)
      : live.subscribe(grant.project, (event) => tell(liveSeen(event, sightOf(grant))))
    const heartbeat = setInterval(() => stream.writableNeedDrain || send(': still here\n\n'), HEARTBEAT_MS)
    watchers.add(stream)
    stream.once('close', () => {
      unsubscribe()
      clearInterval(heartbeat)
      watchers.delete(stream)
    })
    reply.raw.once('close', () => stream.destroy())
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream)
  })
}

function sayFarewell(stream: PassThrough): void {
  stream.end()
  setTimeout(() => stream.destroy(), FAREWELL_MS).unref()
}

type Wanted = Pick<z.output<typeof liveParameters>, 'event' | 'distinctId' | 'platform'>

/** Throws a 403 when it would tell what may not be seen. */
function filterOf({ event, distinctId, platform }: Wanted, sight: Sight): (one: Watched) => boolean {
  if (platform !== undefined)
    refuseHidden({ platform: { property: '$platform', operator: 'eq', value: platform } }, sight)
  return (one) =>
    (event === undefined || one.event === event) &&
    (distinctId === undefined || one.distinctId === distinctId) &&
    (platform === undefined || one.platform === platform)
}
