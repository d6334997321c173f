/**
 * Remembers which events were stored within a horizon, by 64-bit fingerprint, so that a client's retry is stored once.
 * Memory is bounded: tables of 8 bytes a place, of which at most ⅝ are taken; one or more a day, none of more than half of what may be
 * remembered, so that whatever goes to make room is the older half at most.
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
  /** How many may be. */
  readonly maxIds: number
}

export interface MemoryOptions {
  /** How long an id is remembered, in milliseconds. */
  horizonMs: number
  /** Most ids remembered; beyond, the oldest go first, a day or half of all at a time. */
  maxIds: number
  /** Told when `maxIds` made the horizon shorter than asked. */
  onShortened?: (forgotten: number) => void
}

const DAY_MS = 24 * 60 * 60 * 1000

interface Generation {
  /** Days since 1970. */
  day: number
  ids: FingerprintTable
}

export function createMemory({ horizonMs, maxIds, onShortened }: MemoryOptions): Memory {
  /** The older day first; of one day, the one begun earlier. */
  let generations: Generation[] = []
  const claimed = new FingerprintTable()
  const most = Math.ceil(maxIds / 2)
  let size = 0
  const forget = (isGone: (one: Generation) => boolean): number => {
    const before = size
    size -= generations.filter(isGone).reduce((sum, { ids }) => sum + ids.size, 0)
    generations = generations.filter((one) => !isGone(one))
    return before - size
  }
  const makeRoom = (today: number): void => {
    forget(({ day }) => day < today - horizonMs / DAY_MS)
    if (size < maxIds) return
    const [oldest] = generations
    const forgotten = forget((one) => one === oldest)
    onShortened?.(forgotten)
  }
  const openOf = (wanted: number): FingerprintTable | undefined =>
    generations.find(({ day, ids }) => day === wanted && ids.size < most)?.ids
  const tableOf = (day: number): FingerprintTable => {
    const open = openOf(day)
    if (open && size < maxIds) return open
    makeRoom(day)
    const still = openOf(day)
    if (still) return still
    const ids = new FingerprintTable()
    generations = [...generations, { day, ids }].toSorted((a, b) => a.day - b.day)
    return ids
  }
  const isKnown = (fingerprint: bigint): boolean => {
    for (const { ids } of generations) if (ids.has(fingerprint)) return true
    return false
  }
  return {
    maxIds,
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
