/** What the SDK tells its host about the life of events; nothing is lost without one of these. */

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

/** Counts what was lost, and tells the host. */
export const createReporter =
  (
    { onEvent }: Pick<Hooks, 'onEvent'>,
    onLoss: (reason: LossReason | 'trimmed', count: number) => void,
  ): Reporter =>
  (report) => {
    try {
      if (report.kind === 'dropped') onLoss(report.reason, report.count)
      if (report.kind === 'trimmed') onLoss(report.kind, report.names.length)
      onEvent?.(report)
    } catch {
      // A hook that throws must not take events with it.
    }
  }

/** Both hooks and the console as one hook. */
export function everyHook(
  hooks: Hooks,
  warn: (message: string, detail?: unknown) => void,
): Pick<Hooks, 'onEvent'> {
  const warned = new Set<string>()
  const complain = (problem: Problem): void => {
    hooks.onError?.(problem)
    if (!hooks.debug || warned.has(problem.kind)) return
    warned.add(problem.kind)
    warn(problem.kind, problem)
  }
  return {
    onEvent(report) {
      try {
        hooks.onEvent?.(report)
        if (report.kind !== 'sent' && report.kind !== 'retrying') complain(report)
      } catch (error) {
        if (hooks.debug) warn('hook', error)
      }
    },
  }
}
