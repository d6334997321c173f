/** A stream of newline-delimited JSON, cut into groups small enough for one record each. */
import type { Readable } from 'node:stream'
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { Refusal } from '../errors.ts'
import { unpackStream } from './unpack-stream.ts'

/** Parsed lines and the JSON list that holds the same, ready to be spliced into a record. */
export interface LineGroup {
  events: unknown[]
  bytes: Uint8Array
}

/** The names this form goes by. */
export const LINES_TYPE = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines)\b/

/** The one address that takes them as they come; anywhere else they are bytes like any others. */
export const LINES_ROUTE = '/v1/import'

const GROUP_LINES = 1_000
const GROUP_BYTES = 1024 * 1024

/** Yields groups in order. A line that is not JSON becomes `undefined`, to be rejected on its own. */
export async function* readLines(body: Readable, encoding: string | undefined): AsyncGenerator<LineGroup> {
  let group: string[] = []
  let size = 0
  for await (const line of splitLines(unpackStream(body, encoding))) {
    group.push(line)
    size += line.length
    if (group.length < GROUP_LINES && size < GROUP_BYTES) continue
    yield parseGroup(group)
    group = []
    size = 0
  }
  if (group.length > 0) yield parseGroup(group)
}

/** Blank lines are skipped; a line longer than any event may be ends the stream before it fills the memory. */
async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_EVENT_BYTES * 2)
      throw new Refusal('payload_too_large', 'a line is longer than any event may be')
    for (const line of lines) if (line.trim() !== '') yield line
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest
}

function parseGroup(lines: readonly string[]): LineGroup {
  const events = lines.map(parseLine)
  const texts = lines.map((line, at) => (events[at] === undefined ? 'null' : line))
  return { events, bytes: Buffer.from(`[${texts.join(',')}]`) }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
