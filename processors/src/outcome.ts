/** What became of an event at a step: a value, always with a reason when it does not go on. */
import type { DropReason, QuarantineReason } from '@firefly/protocol/verdicts'

export type Outcome<Value> =
  | { kind: 'ok'; value: Value }
  | { kind: 'drop'; reason: DropReason }
  | { kind: 'quarantine'; reason: QuarantineReason; detail: string }

export const ok = <Value>(value: Value): Outcome<Value> => ({ kind: 'ok', value })
export const drop = (reason: DropReason): Outcome<never> => ({ kind: 'drop', reason })
export const quarantine = (reason: QuarantineReason, detail: string): Outcome<never> => ({
  kind: 'quarantine',
  reason,
  detail,
})
