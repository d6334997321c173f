/** Days and instants as questions have them. */
import { z } from 'zod'

const isDay = /^\d{4}-\d{2}-\d{2}$/
const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/

/** A date is a whole local day; a date-time without an offset is local. */
export const moment = z
  .string()
  .refine(
    (value) => (isDay.test(value) || isInstant.test(value)) && !Number.isNaN(Date.parse(value)),
    'expected a date such as 2026-01-31, or an ISO 8601 date and time',
  )
