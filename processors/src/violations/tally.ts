/** Counts the departures from the plan in a range of the log, one line for each kind of them. */
import type { ViolationCode } from '@firefly/protocol/plan/violations'
import type { Judged } from '../steps/plan.ts'

/** One line: how often an event departed from its plan in one way, and one event that did. */
export interface Counted {
  project: string
  event: string
  property: string
  code: ViolationCode
  consequence: string
  count: number
  /** Unix milliseconds at which ingest read the first and the last of them. */
  first: number
  last: number
  /** The last one's id. */
  messageId: string
}

export interface Tally {
  add(event: Partial<Judged>): void
  lines(): Iterable<Counted>
  byCode(): Map<ViolationCode, number>
}

/** Names are the senders'; beyond so many different ones, the rest is counted under no name. */
const MOST_LINES = 5_000

export function createTally(): Tally {
  const lines = new Map<string, Counted>()
  return {
    add(judged) {
      if (judged.violations) for (const one of linesOf(judged as Judged)) count(lines, one)
    },
    lines: () => lines.values(),
    byCode() {
      const codes = new Map<ViolationCode, number>()
      for (const line of lines.values()) codes.set(line.code, (codes.get(line.code) ?? 0) + line.count)
      return codes
    },
  }
}

const linesOf = ({ project, event, message_id, header, violations, consequence }: Judged): Counted[] =>
  violations.map(({ code, property = '' }) => ({
    project,
    event,
    property,
    code,
    consequence,
    count: 1,
    first: header.receivedAt,
    last: header.receivedAt,
    messageId: message_id,
  }))

function count(lines: Map<string, Counted>, one: Counted): void {
  const named = keyOf(one)
  const line = lines.size < MOST_LINES || lines.has(named) ? one : { ...one, event: '', property: '' }
  const key = keyOf(line)
  const known = lines.get(key)
  if (!known) return void lines.set(key, { ...line })
  known.count++
  known.first = Math.min(known.first, one.first)
  known.last = Math.max(known.last, one.last)
  known.messageId = one.messageId
}

const keyOf = ({ project, event, property, code, consequence }: Counted): string =>
  JSON.stringify([project, event, property, code, consequence])
