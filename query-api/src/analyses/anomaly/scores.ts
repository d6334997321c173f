/**
 * How far each value is from those before it, in robust deviations: the modified z-score of B. Iglewicz and D. Hoaglin, How to
 * Detect and Handle Outliers, 1993. Medians do not move when a few values are wild, which are what is looked for.
 */

export interface Expectation {
  expected: number
  /** One robust deviation; what a normal distribution has as its standard deviation. */
  deviation: number
}

/** Fewer say nothing. */
const FEWEST = 3
/** The median of absolute deviations of a normal distribution is 0.6745 of its standard deviation, the mean 0.7979. */
const [OF_MEDIAN, OF_MEAN] = [0.6745, 0.7979]

export function expectationOf(before: readonly number[]): Expectation | undefined {
  if (before.length < FEWEST) return undefined
  const expected = medianOf(before)
  const distances = before.map((value) => Math.abs(value - expected))
  const median = medianOf(distances)
  // Where more than half are alike the mean tells how much the others differ.
  const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length
  return { expected, deviation: median > 0 ? median / OF_MEDIAN : mean / OF_MEAN }
}

/** Of values that were all alike, any other one is out of the ordinary: as far as can be. */
export function scoreOf(value: number, { expected, deviation }: Expectation): number {
  if (value === expected) return 0
  return deviation > 0 ? (value - expected) / deviation : Math.sign(value - expected) * FARTHEST
}
const FARTHEST = 1_000

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
