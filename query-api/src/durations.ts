/** Lengths of time that a question gives as value and unit. */
import { type Length, UNIT_SECONDS } from '@firefly/protocol/query/lasting'

/** Where histograms of time are cut: a second, ten, a minute, five, a quarter, an hour, six, a day, a week, thirty days. */
export const LENGTHS = [1, 10, 60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000]

/** In milliseconds. */
export const durationOf = ({ value, unit }: Length): number => Math.round(value * UNIT_SECONDS[unit] * 1_000)
