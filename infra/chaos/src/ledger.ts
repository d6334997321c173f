/** What was attempted, written down before it is sent, and what became of it; kept outside what is being broken. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `acked`: told durable. `refused`: told that it will not be taken. `unsent`: the connection was refused.
 * `unknown`: everything else; it may be stored or not.
 */
export type Outcome = 'acked' | 'refused' | 'unsent' | 'unknown'

export interface Attempt {
  n: number
  device: number
  outcome: Outcome
}

export interface Ledger {
  /** Before the first try of events `from` to `to`, both included. */
  attempt(device: number, from: number, to: number): void
  /** After each try; the last one counts, but what was once acked stays so. */
  settle(n: number, outcome: Outcome): void
  readonly attempts: ReadonlyMap<number, Attempt>
  count(outcome: Outcome): number
  close(): void
}

export function openLedger(folder: string): Ledger {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'ledger.ndjson'), 'a')
  const attempts = new Map<number, Attempt>()
  return {
    attempts,
    attempt(device, from, to) {
      writeSync(file, `${JSON.stringify({ device, from, to })}\n`)
      for (let n = from; n <= to; n++) attempts.set(n, { n, device, outcome: 'unknown' })
    },
    settle(n, outcome) {
      const known = attempts.get(n)
      if (!known || known.outcome === 'acked') return
      known.outcome = strongest(known, outcome)
      writeSync(file, `${JSON.stringify({ n, outcome })}\n`)
    },
    count: (outcome) => [...attempts.values()].filter((one) => one.outcome === outcome).length,
    close: () => closeSync(file),
  }
}

const sent = new WeakSet<Attempt>()

/** An event that may have arrived once stays unknown, even if a later try was never sent. */
function strongest(known: Attempt, outcome: Outcome): Outcome {
  if (outcome === 'unknown') sent.add(known)
  return outcome === 'unsent' && sent.has(known) ? 'unknown' : outcome
}
