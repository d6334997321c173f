/** What a partition's position says beside its offset: running totals, and what was about to be inserted. */

/** Totals since the data folder began. */
export interface Totals {
  processed: number
  stored: number
  quarantined: number
  duplicates: number
  /** Events of people who were erased. */
  erased: number
  /** Events older than their project keeps. */
  expired: number
  /** Events that a step of the operator's own dropped. */
  unwanted: number
}

/** Stored with each position as its note. */
export interface Progress {
  /** Names this log among all that ever fed the store, so that a new log's offsets never meet an old log's tokens. */
  epoch: string
  totals: Totals
  /** Records below this offset were about to be inserted under the token of that range. */
  intent?: number
  /** When the first of them was received, in Unix milliseconds: rows of another log at the same offsets are older. */
  since?: number
}

export const NO_TOTALS: Totals = {
  processed: 0,
  stored: 0,
  quarantined: 0,
  duplicates: 0,
  erased: 0,
  expired: 0,
  unwanted: 0,
}

export const addTotals = (a: Totals, b: Totals): Totals => ({
  processed: a.processed + b.processed,
  stored: a.stored + b.stored,
  quarantined: a.quarantined + b.quarantined,
  duplicates: a.duplicates + b.duplicates,
  erased: a.erased + b.erased,
  expired: a.expired + b.expired,
  unwanted: a.unwanted + b.unwanted,
})

/** The name under which ClickHouse stores a range once. */
export const tokenOf = (
  table: string,
  { epoch }: Progress,
  partition: number,
  from: number,
  to: number,
): string => `${table}:${epoch}:${partition}:${from}-${to}`

export const writeNote = (progress: Progress): string => JSON.stringify(progress)

/** What a group has done so far, told by the notes of all its partitions. */
export const totalsOf = (notes: readonly string[]): Totals =>
  notes.map((note) => readNote(note, () => '').totals).reduce(addTotals, NO_TOTALS)

/** An empty note is a group that never committed; anything else must be ours. */
export function readNote(note: string, newEpoch: () => string): Progress {
  if (note === '') return { epoch: newEpoch(), totals: NO_TOTALS }
  const progress = JSON.parse(note) as Progress
  // Notes of earlier releases have fewer totals.
  return { ...progress, totals: { ...NO_TOTALS, ...progress.totals } }
}
