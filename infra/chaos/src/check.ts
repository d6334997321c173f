/** Compares what was attempted with what is stored, in the spirit of Jepsen's set test: pure, and slow if it must be. */
import type { Attempt } from './ledger.ts'

export interface StoredRow {
  n: number
  hash: bigint
  /** Grows with the order of arrival on one device's partition. */
  place: number
  ours: boolean
  /** Whether its time is the one that the rule of correction gives, to the millisecond. */
  onTime: boolean
}

export interface Evidence {
  attempts: ReadonlyMap<number, Attempt>
  stored: readonly StoredRow[]
  /** Numbers of events found in quarantine. */
  quarantined: readonly number[]
  hashOf: (n: number) => bigint
}

export interface Verdict {
  attempted: number
  acked: number
  unknown: number
  refused: number
  stored: number
  quarantined: number
  /** Unknown to the sender, and stored: allowed. */
  storedUnknown: number
  lost: number
  duplicated: number
  invented: number
  corrupted: number
  foreign: number
  mistimed: number
  refusedYetStored: number
  /** Rows that overtook an earlier event of their device. */
  disordered: number
}

export const FAULTS_OF_STORE = [
  'lost',
  'duplicated',
  'invented',
  'corrupted',
  'foreign',
  'mistimed',
  'refusedYetStored',
  'disordered',
] as const satisfies (keyof Verdict)[]

export const isClean = (verdict: Verdict): boolean => FAULTS_OF_STORE.every((fault) => verdict[fault] === 0)

export function check({ attempts, stored, quarantined, hashOf }: Evidence): Verdict {
  const all = [...attempts.values()]
  const kept = new Set(stored.map(({ n }) => n))
  const aside = new Set(quarantined)
  const having = (outcome: Attempt['outcome']): Attempt[] => all.filter((one) => one.outcome === outcome)
  const isStored = ({ n }: Attempt): boolean => kept.has(n)
  const refused = [...having('refused'), ...having('unsent')]
  return {
    attempted: all.length,
    acked: having('acked').length,
    unknown: having('unknown').length,
    refused: refused.length,
    stored: stored.length,
    quarantined: aside.size,
    storedUnknown: having('unknown').filter(isStored).length,
    lost: having('acked').filter((one) => !isStored(one) && !aside.has(one.n)).length,
    duplicated: stored.length - kept.size,
    invented: stored.filter(({ n }) => !attempts.has(n)).length,
    corrupted: stored.filter(({ n, hash }) => attempts.has(n) && hash !== hashOf(n)).length,
    foreign: stored.filter(({ ours }) => !ours).length,
    mistimed: stored.filter(({ onTime }) => !onTime).length,
    refusedYetStored: refused.filter(isStored).length,
    disordered: disorderOf(attempts, stored),
  }
}

/** A device sends its events in the order of their numbers, the next only once the last was acknowledged. */
function disorderOf(attempts: ReadonlyMap<number, Attempt>, stored: readonly StoredRow[]): number {
  const latest = new Map<number, number>()
  let disordered = 0
  for (const { n, place } of stored.toSorted((a, b) => a.n - b.n)) {
    const device = attempts.get(n)?.device ?? -1
    if (place < (latest.get(device) ?? 0)) disordered++
    latest.set(device, place)
  }
  return disordered
}
