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

/** What uPlot draws: bucket numbers first, then the values of each line. */
export const columnsOf = (buckets: number, lines: readonly Line[]): [number[], ...(number | null)[][]] => [
  Array.from({ length: buckets }, (_, index) => index),
  ...lines.map(({ values }) => [...values]),
]

/** The lines at one bucket, largest first, as one looks for them under the pointer. */
export const readingsAt = (lines: readonly Line[], bucket: number): { line: Line; value: number | null }[] =>
  lines
    .map((line) => ({ line, value: line.values[bucket] ?? null }))
    .toSorted((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))

/** Whether every number is whole: then an axis has no halves. */
export const isWhole = (lines: readonly Line[]): boolean =>
  lines.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
