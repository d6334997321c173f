/** From the cohorts of an answer to the rows that are shown: each group's, and what they come to together. */
import type { RetentionCohort } from '@firefly/protocol/results'

/** People of one cohort, or of several together: how many there were at each distance from the start, and of how many. */
export interface Row {
  /** ISO instant of its period; undefined for several cohorts together. */
  start: string | undefined
  size: number
  /** From period 0 on; shorter where later periods are not over yet. */
  kept: { people: number; of: number }[]
}

export interface Group {
  /** `undefined` when there is no breakdown, `null` for people without a value. */
  value: string | null | undefined
  together: Row
  rows: Row[]
}

/** One for each value of the breakdown, in the order of the answer. */
export function groupsOf(cohorts: readonly RetentionCohort[]): Group[] {
  const values = [...new Set(cohorts.map(({ breakdown }) => breakdown))]
  return values.map((value) => {
    const own = cohorts.filter(({ breakdown }) => breakdown === value)
    return { value, together: togetherOf(own), rows: own.map(rowOf) }
  })
}

const rowOf = ({ start, size, values }: RetentionCohort): Row => ({
  start,
  size,
  kept: values.map((people) => ({ people, of: size })),
})

/** A cohort counts at a distance only once that period is over for it. */
function togetherOf(cohorts: readonly RetentionCohort[]): Row {
  const longest = Math.max(0, ...cohorts.map(({ values }) => values.length))
  const kept = Array.from({ length: longest }, (_, at) => {
    const over = cohorts.filter(({ values }) => at < values.length)
    return { people: sum(over.map(({ values }) => values[at] ?? 0)), of: sum(over.map(({ size }) => size)) }
  })
  return { start: undefined, size: sum(cohorts.map(({ size }) => size)), kept }
}

/** From 0 to 1; undefined where there was nobody. */
export const shareOf = ({ people, of }: Row['kept'][number]): number | undefined =>
  of > 0 ? people / of : undefined

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
