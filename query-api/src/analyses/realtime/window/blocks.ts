/**
 * What of the store was counted and what was not. Each insert is a block with a number of its own, a part is all blocks between two numbers,
 * whatever was merged: so what is known of blocks tells what is new in any part.
 */

/** A part of the table as the engine tells it. */
export interface Part {
  name: string
  /** The month. */
  partition: string
  /** Its first and its last block. */
  first: number
  last: number
  rows: number
}

/** Blocks that were counted, with all rows of theirs; `own` are those of the project within what is counted. */
export interface Counted extends Omit<Part, 'name'> {
  own: number
}

export interface Fresh {
  part: Part
  /** What of it was counted before; the rest was not. */
  known: Counted[]
}

export interface Looked {
  /** Parts that have what was not counted. */
  fresh: Fresh[]
  /** What was counted, by the parts of now. */
  counted: Counted[]
}

/** Undefined where something that was counted is there no more. */
export function lookedAt(counted: readonly Counted[], parts: readonly Part[]): Looked | undefined {
  const looks = parts.map((part) => ({ part, known: counted.filter((one) => isIn(one, part)) }))
  const found = looks.reduce((sum, { known }) => sum + known.length, 0)
  if (found < counted.length) return undefined
  const isWhole = ({ part, known }: Fresh): boolean => known.length > 0 && rowsIn(known) === part.rows
  if (looks.some(({ part, known }) => rowsIn(known) > part.rows)) return undefined
  return {
    fresh: looks.filter((look) => !isWhole(look)),
    counted: looks.filter(isWhole).map(({ part, known }) => countedOf(part, ownIn(known))),
  }
}

export const countedOf = ({ partition, first, last, rows }: Part, own: number): Counted => ({
  partition,
  first,
  last,
  rows,
  own,
})

export const ownIn = (known: readonly Counted[]): number => known.reduce((sum, { own }) => sum + own, 0)

const rowsIn = (known: readonly Counted[]): number => known.reduce((sum, { rows }) => sum + rows, 0)

const isIn = (one: Counted, part: Part): boolean =>
  one.partition === part.partition && one.first >= part.first && one.last <= part.last
