/** Counts what was turned away at the door, by project, day and reason, on its way into metadata. */
import type { IngestEvent } from '@firefly/ingest/telemetry'
import type { Database } from '@firefly/metadata/database'
import { addRefusals, dropRefusals, type Refusals } from '@firefly/metadata/tables/refusals'
import { type Repeated, repeatedly } from '../repeatedly.ts'

export interface Ledger extends Repeated {
  note(event: IngestEvent): void
}

export interface LedgerOptions {
  database: Database
  /** Unix milliseconds. */
  clock: () => number
  /** Each time metadata could not be used; what was counted is kept, and told later. */
  onFailure: (error: unknown) => void
  everyMs?: number
}

type Turned = Pick<Refusals, 'project' | 'dialect' | 'verdict' | 'code' | 'count' | 'message'>

const EVERY_MS = 1_000
const DAY_MS = 24 * 60 * 60 * 1000
/** So many days are kept. */
export const KEPT_DAYS = 30

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

const firstDay = (now: number): string => dayOf(now - KEPT_DAYS * DAY_MS)

/** There are as many lines as reasons, projects and days: a handful, however much is turned away. */
export function createLedger({ database, clock, onFailure, everyMs = EVERY_MS }: LedgerOptions): Ledger {
  let waiting = new Map<string, Refusals>()
  let forgotten = ''
  const put = (line: Refusals): void => {
    const { project, day, dialect, verdict, code } = line
    const key = [project, day, dialect, verdict, code].join('\n')
    waiting.set(key, added(waiting.get(key), line))
  }
  const forget = async (): Promise<void> => {
    const first = firstDay(clock())
    if (first === forgotten) return
    await dropRefusals(database, first)
    forgotten = first
  }
  const write = async (): Promise<void> => {
    const lines = [...waiting.values()]
    if (lines.length === 0) return
    waiting = new Map()
    try {
      await addRefusals(database, lines)
    } catch (error) {
      // What would be forgotten anyway need not wait for as long as metadata is away.
      for (const line of lines) if (line.day >= firstDay(clock())) put(line)
      return onFailure(error)
    }
    await forget().catch(onFailure)
  }
  const work = repeatedly(write, everyMs)
  return {
    ...work,
    note(event) {
      const turned = turnedAwayIn(event)
      if (!turned) return
      const at = new Date(clock())
      put({ ...turned, message: legible(turned.message), day: dayOf(clock()), firstAt: at, lastAt: at })
    },
  }
}

/** PostgreSQL keeps neither zeros nor halves of characters, and one line with such would keep all others out. */
const legible = (text: string): string => text.replaceAll(/[\p{Control}\p{Surrogate}]/gu, '\ufffd')

/** What one report says was turned away from a known project. */
function turnedAwayIn(event: IngestEvent): Turned | undefined {
  const { name } = event
  if (name === 'events_rejected') return { ...event, verdict: 'rejected', count: event.events }
  if (name === 'events_unwanted')
    return { ...event, verdict: 'unwanted', code: event.reason, count: event.events, message: '' }
  if (name !== 'request_refused' || event.project === undefined) return undefined
  return { ...event, project: event.project, verdict: 'refused', count: 1 }
}

const added = (before: Refusals | undefined, line: Refusals): Refusals =>
  before ? { ...before, count: before.count + line.count, lastAt: line.lastAt, message: line.message } : line
