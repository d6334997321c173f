/** Looks over lines of one event each, as over a batch. */
import { afterEvent, deviceOf } from './event.ts'
import { afterBlanks, load, loaded, MOST_BYTES, taken } from './json.ts'

const bytes = loaded
const [NO, NEWLINE, COMMA, OPEN_BRACKET, CLOSE_BRACKET] = [-1, 0x0a, 0x2c, 0x5b, 0x5d]

/** Lines that all hold a valid event. */
export interface LinesGlance {
  events: number
  /** The anonymous id of the first event, or else its user id. */
  device: string
  /** The same events as a JSON list. */
  bytes: Uint8Array
}

/** `undefined` where it is not certain that every line holds a valid event. */
export function glanceAtLines(lines: Buffer): LinesGlance | undefined {
  if (lines.length > MOST_BYTES) return undefined
  load(lines)
  let [events, device] = [0, '']
  for (let at = afterBlanks(0); at < lines.length; events++) {
    const found = lines.indexOf(NEWLINE, at)
    const lineEnd = found < 0 ? lines.length : found
    const end = afterEvent(at, 1)
    // Newlines are blanks like others, but none may be inside an event, and nothing else behind it.
    const next = end === NO || end > lineEnd ? NO : afterBlanks(end)
    if (next < lineEnd) return undefined
    if (next < lines.length) bytes[lineEnd] = COMMA
    if (events === 0) device = deviceOf()
    at = next
  }
  return events > 0 ? { events, device, bytes: listed(lines.length) } : undefined
}

function listed(length: number): Uint8Array {
  const list = taken(length, 1)
  list[0] = OPEN_BRACKET
  list[length + 1] = CLOSE_BRACKET
  return list
}
