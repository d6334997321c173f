/** How long something lasts, as a value and its unit. */
import { z } from 'zod'
import { WINDOW_UNITS, type WindowUnit } from './words.ts'

const DAY = 86_400
/** A length of time is no date, so a month is thirty days whenever it begins. */
export const UNIT_SECONDS: Record<WindowUnit, number> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
}
/** From the first day that can be asked about to the last. */
const LONGEST_SECONDS = 400 * 366 * DAY
const MOST = 1_000_000

export interface Length {
  value: number
  unit: WindowUnit
}
export const lengthSchema = z
  .strictObject({ value: z.number().positive().max(MOST), unit: z.enum(WINDOW_UNITS) })
  // What is more than the most is told once.
  .refine(({ value, unit }) => value > MOST || value * UNIT_SECONDS[unit] <= LONGEST_SECONDS, {
    path: ['value'],
    message: 'expected at most 400 years, as long as all that can be asked about',
  })
