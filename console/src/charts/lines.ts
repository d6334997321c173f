/** From an answer to lines: what each is called, its colour, its numbers. */
import type { TrendResult } from '@firefly/protocol/results'

export interface Line {
  /** The same as long as the answer is. */
  id: string
  name: string
  /** 1 to `COLOURS`; a line beyond them is dashed as well. */
  colour: number
  dashed: boolean
  values: readonly (number | null)[]
  total: number | null
}

export const COLOURS = 8

export const colourOf = (index: number): number => (index % COLOURS) + 1

/** `nameOf` gets a series' own name and its group: `null` for "none", undefined without a breakdown. */
export const linesOf = (
  result: TrendResult,
  nameOf: (name: string, group: string | null | undefined) => string,
): Line[] =>
  result.series.map(({ name, breakdown, values, total }, index) => ({
    id: String(index),
    name: nameOf(name, breakdown),
    colour: colourOf(index),
    dashed: index >= COLOURS,
    values,
    total,
  }))

export const isEmpty = (lines: readonly Line[]): boolean =>
  lines.every(({ values }) => values.every((value) => value === null || value === 0))

/** Where certainty ends in a row of buckets, as indexes; the number of buckets where it does not. */
export interface Certainty {
  /** The first bucket that had not ended when the question was asked: its number may still grow. */
  unfinished: number
  /** The first bucket that had not even begun. */
  ahead: number
}

export function certaintyOf(buckets: readonly string[], to: string, askedAt: Date): Certainty {
  const firstAfter = (moments: readonly string[]): number => {
    const first = moments.findIndex((moment) => Date.parse(moment) > askedAt.getTime())
    return first === -1 ? buckets.length : first
  }
  return { unfinished: firstAfter([...buckets.slice(1), to]), ahead: firstAfter(buckets) }
}

/** What uPlot draws: bucket numbers first, then each line twice, as far as it is certain and from there on. */
export const columnsOf = (
  buckets: number,
  lines: readonly Line[],
  { unfinished, ahead }: Certainty,
): [number[], ...(number | null)[][]] => [
  Array.from({ length: buckets }, (_, index) => index),
  ...lines.map(({ values }) => values.map((value, index) => (index < unfinished ? value : null))),
  // The uncertain part begins at the last certain point, so that the two meet; what is to come is not drawn as zero.
  ...lines.map(({ values }) =>
    values.map((value, index) =>
      unfinished < ahead && index >= unfinished - 1 && index < ahead ? value : null,
    ),
  ),
]

/** The lines at one bucket, largest first, as one looks for them under the pointer. */
export const readingsAt = (lines: readonly Line[], bucket: number): { line: Line; value: number | null }[] =>
  lines
    .map((line) => ({ line, value: line.values[bucket] ?? null }))
    .toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))

/** Whether every number is whole: then an axis has no halves. */
export const isWhole = (lines: readonly Line[]): boolean =>
  lines.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
