/** `GET /v1/live`: events as they are stored, as server-sent events. */
import { PassThrough } from 'node:stream'
import type { LiveEvent } from '@firefly/protocol/live'
import type { FastifyInstance } from 'fastify'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { QueryError } from '../errors.ts'

const MAX_WATCHERS = 200
/** What a slow watcher may leave unread, in bytes; beyond, events are left out and counted. */
const MAX_UNREAD_BYTES = 1024 * 1024
const HEARTBEAT_MS = 15_000

export function liveRoutes(app: FastifyInstance, { keys, live }: QueryApi): void {
  const watchers = new Set<PassThrough>()
  // A stream without an end would keep the server from closing.
  app.addHook('preClose', async () => watchers.forEach((stream) => stream.end()))
  app.get('/v1/live', (request, reply) => {
    const { project } = authorise(request, keys)
    if (watchers.size >= MAX_WATCHERS)
      throw new QueryError('overloaded', 'too many people are watching; try again')
    const stream = new PassThrough()
    const wanted = filterOf(request.query as Record<string, string | undefined>)
    const unsubscribe = live.subscribe(project, sender(stream, wanted))
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS)
    watchers.add(stream)
    stream.once('close', () => {
      unsubscribe()
      clearInterval(heartbeat)
      watchers.delete(stream)
    })
    request.raw.once('close', () => stream.destroy())
    stream.write('retry: 2000\n\n')
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream)
  })
}

function filterOf({
  event,
  distinctId,
  platform,
}: Record<string, string | undefined>): (one: LiveEvent) => boolean {
  return (one) =>
    (event === undefined || one.event === event) &&
    (distinctId === undefined || one.distinctId === distinctId) &&
    (platform === undefined || one.platform === platform)
}

function sender(stream: PassThrough, wanted: (one: LiveEvent) => boolean): (one: LiveEvent) => void {
  let dropped = 0
  return (one) => {
    if (!wanted(one)) return
    if (stream.writableLength + stream.readableLength > MAX_UNREAD_BYTES) return void dropped++
    if (dropped > 0) stream.write(`event: dropped\ndata: ${dropped}\n\n`)
    dropped = 0
    stream.write(`data: ${JSON.stringify(one)}\n\n`)
  }
}
