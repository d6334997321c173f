/**
 * Remembers which events were stored within a horizon, by 64-bit fingerprint, so that a client's retry is stored once.
 * Memory is bounded: 8 bytes an id at a load of at most ½ (16 MB a million ids right after growing), one table a day.
 */

import { FingerprintTable } from './fingerprint-table.ts'

export interface Memory {
  /** Claims a fingerprint for a row about to be stored; false when it is stored or claimed already. */
  claim(fingerprint: bigint): boolean
  /** The claimed rows are stored: remember them from `at` (Unix ms) on. */
  keep(fingerprints: Iterable<bigint>, at: number): void
  /** The claimed rows were not stored after all; the next to bring them stores them. */
  release(fingerprints: Iterable<bigint>): void
  /** How many are remembered. */
  readonly size: number
}

export interface MemoryOptions {
  /** How long an id is remembered, in milliseconds. */
  horizonMs: number
  /** Most ids remembered; beyond, the oldest day goes first. */
  maxIds: number
  /** Told when `maxIds` made the horizon shorter than asked. */
  onShortened?: (forgotten: number) => void
}

const DAY_MS = 24 * 60 * 60 * 1000

export function createMemory({ horizonMs, maxIds, onShortened }: MemoryOptions): Memory {
  const days = new Map<number, FingerprintTable>()
  const claimed = new FingerprintTable()
  let size = 0
  const forget = (day: number): number => {
    const forgotten = days.get(day)?.size ?? 0
    days.delete(day)
    size -= forgotten
    return forgotten
  }
  const makeRoom = (today: number): void => {
    for (const day of days.keys()) if (day < today - horizonMs / DAY_MS) forget(day)
    if (size < maxIds) return
    const oldest = Math.min(...days.keys())
    onShortened?.(forget(oldest))
  }
  const tableOf = (day: number): FingerprintTable => {
    const known = days.get(day)
    if (known && size < maxIds) return known
    makeRoom(day)
    const table = days.get(day) ?? new FingerprintTable()
    days.set(day, table)
    return table
  }
  const isKnown = (fingerprint: bigint): boolean => {
    for (const table of days.values()) if (table.has(fingerprint)) return true
    return false
  }
  return {
    claim(fingerprint) {
      return !isKnown(fingerprint) && claimed.add(fingerprint)
    },
    keep(fingerprints, at) {
      const day = Math.floor(at / DAY_MS)
      // One that was claimed is known to be new, and it is looked for nowhere else.
      for (const fingerprint of fingerprints)
        if ((claimed.delete(fingerprint) || !isKnown(fingerprint)) && tableOf(day).add(fingerprint)) size++
    },
    release(fingerprints) {
      for (const fingerprint of fingerprints) claimed.delete(fingerprint)
    },
    get size() {
      return size
    },
  }
}
