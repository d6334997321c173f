/** Lengths of time that a question gives as value and unit. */
import type { WindowUnit } from '@firefly/protocol/query/words'

const SECOND = 1_000
const UNIT_MS: Record<WindowUnit, number> = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3_600 * SECOND,
  day: 86_400 * SECOND,
  week: 7 * 86_400 * SECOND,
  // A length of time is no date, so a month is thirty days whenever it begins.
  month: 30 * 86_400 * SECOND,
}

/** Where histograms of time are cut: a second, ten, a minute, five, a quarter, an hour, six, a day, a week, thirty days. */
export const LENGTHS = [1, 10, 60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000]

/** In milliseconds. */
export const durationOf = ({ value, unit }: { value: number; unit: WindowUnit }): number =>
  Math.round(value * UNIT_MS[unit])
