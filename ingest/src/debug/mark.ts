/** Whether a device is being debugged: its key says so, or a header, or the address where no header can be sent. */
import type { DebugMark } from '@firefly/protocol/debug'
import type { Grant } from '@firefly/protocol/keys'
import type { FastifyRequest } from 'fastify'

/** Asked of every request, and nearly always in vain. A dry run asked for holds, whatever else is said. */
export function markOf({ headers, query }: FastifyRequest, { debug }: Grant): DebugMark | undefined {
  const said = headers['x-firefly-debug'] ?? (query as { debug?: unknown }).debug
  if (said === undefined || debug === 'dry-run') return debug
  return markIn(said) ?? debug
}

const NO = /^(?:false|0|no|off)$/i

/** What cannot be understood is a mark all the same: whoever wrote it wanted to watch. */
function markIn(said: unknown): DebugMark | undefined {
  const text = String(said)
  if (NO.test(text)) return undefined
  return /^dry/i.test(text) ? 'dry-run' : 'watch'
}
