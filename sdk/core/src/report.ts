/** What the SDK tells its host about the life of events; nothing is lost without one of these. */
import { objectIn } from './json.ts'
import type { Values } from './platform.ts'

/** Why an event never reached the collector's log. */
export type LossReason =
  | 'queue_full'
  | 'event_too_large'
  | 'unserialisable'
  | 'invalid_name'
  | 'invalid_id'
  | 'hook_failed'
  | `http_${number}`

/** Trouble with events, or something of ours or of an extension that threw while the page goes on. */
export type Problem =
  /** The collector refused one event of a batch; `index` is its place there. */
  | { kind: 'rejected'; index: number; messageId: string | undefined; code: string; message: string }
  /** Properties that cannot be sent (functions, cycles, too large) were left out; the event goes on without them. */
  | { kind: 'trimmed'; event: string; names: string[] }
  | { kind: 'dropped'; reason: LossReason; count: number; message?: string | undefined }
  | { kind: 'failed'; where: string; error: unknown }

export type Report =
  | Problem
  | { kind: 'sent'; count: number }
  /** Status 0 is a network error; after 413 the same events go in smaller batches. */
  | { kind: 'retrying'; status: number; inMs: number }

export type Reporter = (report: Report) => void

/** The hooks a host may give; what a hook throws is silenced, for it must not take events with it. */
export interface Hooks {
  onEvent?: ((report: Report) => void) | undefined
  onError?: ((problem: Problem) => void) | undefined
  /**
   * Warn on the console, once for each kind of trouble, and have Firefly show what becomes of each event at once
   * (`/v1/live?debug`, the console's page Debug). `dry-run`: and store nothing.
   */
  debug?: boolean | 'dry-run' | undefined
}

const KEY = 'losses'

type Counts = Record<string, number>

export interface Reporting {
  report: Reporter
  /**
   * What was lost since last time, across visits, by reason, and the events in all as `count`; undefined when nothing was.
   * `trimmed` counts properties, which their events have outlived.
   */
  takeLosses: () => Counts | undefined
}

/** Counts what was lost, until the collector has been told in a `$dropped` event, and tells the host. */
export const createReporter = (state: Values, onEvent?: Hooks['onEvent']): Reporting => {
  const count = (reason: LossReason | 'trimmed', losses: number, events: number): void => {
    const lost: Counts & { count: number } = { count: 0, ...objectIn(state.get(KEY)) }
    lost[reason] = (lost[reason] || 0) + losses
    lost.count += events
    state.set(KEY, JSON.stringify(lost))
  }
  return {
    report(report) {
      try {
        if (report.kind === 'dropped') count(report.reason, report.count, report.count)
        if (report.kind === 'trimmed') count(report.kind, report.names.length, 0)
        onEvent?.(report)
      } catch {
        // A hook that throws must not take events with it.
      }
    },
    takeLosses() {
      const text = state.get(KEY)
      if (!text) return undefined
      state.remove(KEY)
      return objectIn(text) as Counts
    },
  }
}

/** Both hooks and the console as one hook. */
export function everyHook(
  { onEvent, onError, debug }: Hooks,
  warn: (message: string, detail?: unknown) => void,
): (report: Report) => void {
  const warned = new Set<string>()
  return (report) => {
    const { kind } = report
    onEvent?.(report)
    if (kind === 'sent' || kind === 'retrying') return
    if (debug && !warned.has(kind) && warned.add(kind)) warn(kind, report)
    onError?.(report)
  }
}
