/** A stream of newline-delimited JSON, cut into groups of whole lines that are small enough for one record each. */
import type { Readable } from 'node:stream'
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { Refusal } from '../errors.ts'
import { withoutMark } from './decode.ts'
import { MOST_BYTES } from './glance/json.ts'
import { unpackStream } from './unpack-stream.ts'

/** The names this form goes by. */
export const LINES_TYPE = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines)\b/i

/** The one address that takes them as they come; anywhere else they are bytes like any others. */
export const LINES_ROUTE = '/v1/import'
export const isLinesRoute = (path = ''): boolean => path === LINES_ROUTE || path === `${LINES_ROUTE}/`

const NEWLINE = 0x0a
/** As many as a glance takes. */
const GROUP_BYTES = MOST_BYTES
/** A line that is longer ends the stream before it fills the memory. */
const LINE_BYTES = MAX_EVENT_BYTES * 2
/** A stream of tiny chunks must not fill it either. */
const MOST_CHUNKS = 256

/** Yields groups in order; what is behind the last newline comes last. */
export async function* readLines(body: Readable, encoding: string | undefined): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const held of inPieces(unpackStream(body, encoding))) {
    const all = rest.length > 0 ? Buffer.concat([rest, held]) : held
    const end = all.lastIndexOf(NEWLINE) + 1
    yield* groupsOf(all.subarray(0, end))
    rest = all.subarray(end)
    if (rest.length > LINE_BYTES) throw tooLong()
  }
  yield* groupsOf(rest)
}

/** The stream without its byte order mark, in pieces of about a group. */
async function* inPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [chunks, size, isFirst] = [[] as Buffer[], 0, true]
  const piece = (): Buffer => {
    const whole = Buffer.concat(chunks, size)
    const plain = isFirst ? withoutMark(whole) : whole
    ;[chunks, size, isFirst] = [[], 0, false]
    return plain
  }
  for await (const chunk of stream) {
    if (chunks.length >= MOST_CHUNKS) chunks = [Buffer.concat(chunks, size)]
    chunks.push(chunk)
    size += chunk.length
    if (size >= GROUP_BYTES - LINE_BYTES) yield piece()
  }
  if (size > 0) yield piece()
}

/** Cut behind newlines. */
function* groupsOf(lines: Buffer): Generator<Buffer> {
  for (let from = 0; from < lines.length; ) {
    const left = lines.subarray(from, from + GROUP_BYTES)
    const to = from + left.length < lines.length ? left.lastIndexOf(NEWLINE) + 1 : left.length
    if (to === 0) throw tooLong()
    yield lines.subarray(from, from + to)
    from += to
  }
}

const tooLong = (): Refusal => new Refusal('payload_too_large', 'a line is longer than any event may be')
