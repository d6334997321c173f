/** What every question has: its range, its zone, its filters; and the parts that several kinds share. */
import { z } from 'zod'
import { byCohort } from './by-cohort.ts'
import { filters, ofWhom, property } from './filters.ts'
import { lengthSchema } from './lasting.ts'
import { moment } from './moments.ts'
import { INTERVALS, MATHS } from './words.ts'

const zone = z.string().refine(isZone, 'expected an IANA time zone such as Asia/Shanghai')

/** One group a value of the property; the largest `limit` of them. */
export const breakdownSchema = z.strictObject({
  property,
  ...ofWhom,
  limit: z.number().int().min(1).max(1_000).default(25),
})
export type Breakdown = z.infer<typeof breakdownSchema>

/** Of kinds that have no groups of their own: each group is the question asked once more, so they are few. */
const groups = breakdownSchema
  .extend({ limit: z.number().int().min(1).max(25).default(10) })
  .optional()
  .describe(
    'One group a value of the property, those of the most people, each beside the answer for everybody',
  )

export const frame = {
  from: moment,
  to: moment,
  timezone: zone.optional(),
  filters,
  /** Where a kind has its own word for it, or no use for it, that rules. */
  interval: z.enum(INTERVALS).optional(),
  byCohort,
  breakdown: groups,
  weekStart: z.enum(['monday', 'sunday']).default('monday'),
  cache: z
    .boolean()
    .optional()
    .describe('False asks the store again, also where nothing has changed since the last answer'),
  sampling: z
    .number()
    .gt(0)
    .lte(1)
    .optional()
    .describe('Asks this share of all people, the same ones every time, and scales the numbers up'),
}

export const eventName = z.string().min(1).max(200)
export const label = z.string().max(200)

/** A line of a trend: which events, counted how. No `event` means every event. */
export const seriesSchema = z.strictObject({
  event: eventName.optional(),
  filters,
  math: z.enum(MATHS).default('total'),
  property: property.optional(),
  name: label.optional(),
})
export type Series = z.infer<typeof seriesSchema>

export const windowSchema = lengthSchema

/** Seconds at which a histogram is cut. */
export const secondsBounds = z
  .array(z.number().min(0).max(1e9))
  .min(1)
  .max(100)
  .describe('Seconds at which the histogram is cut, ascending')

/** Zones that were asked for, since telling one takes a third of a millisecond. There are some hundreds, in some spellings. */
const known = new Set<string>()
const MOST_KNOWN = 10_000

function isZone(value: string): boolean {
  if (known.has(value)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format(0)
    if (known.size < MOST_KNOWN) known.add(value)
    return true
  } catch {
    return false
  }
}
