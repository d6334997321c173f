/** Answers to what never became a request: an address that cannot be read, a head that is too long, too late or no HTTP. */
import type { ErrorAnswer, RequestCode } from '@firefly/protocol/verdicts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'

interface Told {
  status: string
  code: RequestCode
  message: string
}

/** Of Node's own words, which quote nothing that was sent. */
const BY_CODE: ReadonlyMap<unknown, Told> = new Map<unknown, Told>([
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: '431 Request Header Fields Too Large',
      code: 'headers_too_large',
      message: 'expected at most 16 KB of headers',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: '408 Request Timeout', code: 'timeout', message: 'the request took too long to come' },
  ],
])
const BAD: Told = { status: '400 Bad Request', code: 'bad_request', message: 'expected HTTP' }

/** Written by hand, for there is no reply to one that was never understood. */
export function tellUnheard(error: Error & { code?: unknown }, socket: Socket): void {
  // Nobody is left to be told.
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, code, message } = BY_CODE.get(error.code) ?? BAD
  const body = JSON.stringify({ code, message } satisfies ErrorAnswer)
  const head = `HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close`
  if (socket.writable) socket.write(`${head}\r\n\r\n${body}`)
  socket.destroy(error)
}

/** An address may hold a key or an id: it is not repeated. */
export function tellUnroutable(
  error: { code?: string },
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH'
  const message = isLong ? 'a part of the address is too long' : 'the address cannot be read'
  void reply.code(isLong ? 414 : 400).send({ code: 'bad_request', message } satisfies ErrorAnswer)
}
