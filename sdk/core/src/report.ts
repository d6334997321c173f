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

export type Report =
  | { kind: 'sent'; count: number }
  | { kind: 'retrying'; status: number; inMs: number }
  /** The collector refused one event of a batch; `index` is its place there. */
  | { kind: 'rejected'; index: number; messageId: string | undefined; code: string; message: string }
  | { kind: 'dropped'; reason: LossReason; count: number; message: string }
  /** Something of ours or of an extension threw; the page goes on. */
  | { kind: 'failed'; where: string; error: unknown }

/** The reports that mean trouble. */
export type Problem = Exclude<Report, { kind: 'sent' | 'retrying' }>

export type Reporter = (report: Report) => void

/** The hooks a host may give; a hook that throws is silenced, for it must not take events with it. */
export interface Hooks {
  onEvent?: ((report: Report) => void) | undefined
  onError?: ((problem: Problem) => void) | undefined
  debug?: boolean | undefined
}

/** One reporter over both hooks and, in debug mode, one console warning for each kind of trouble. */
export function createReporter(hooks: Hooks, warn: (message: string, detail?: unknown) => void): Reporter {
  const warned = new Set<string>()
  const tell = (report: Report): void => {
    hooks.onEvent?.(report)
    if (report.kind === 'sent' || report.kind === 'retrying') return
    hooks.onError?.(report)
    if (!hooks.debug || warned.has(report.kind)) return
    warned.add(report.kind)
    warn(`event ${report.kind}`, report)
  }
  return (report) => {
    try {
      tell(report)
    } catch (error) {
      if (hooks.debug) warn('a hook threw', error)
    }
  }
}
