/** Export: events as they are stored, row by row, for spreadsheets and programs. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { eventName, frame } from './frame.ts'

/** What every event has beside its properties. */
export const EXPORT_FIELDS = [
  'time',
  'event',
  'distinctId',
  'userId',
  'anonymousId',
  'sessionId',
  'messageId',
  'receivedAt',
  'library',
  'properties',
] as const
export type ExportField = (typeof EXPORT_FIELDS)[number]

export const exportSchema = z.strictObject({
  from: frame.from,
  to: frame.to,
  timezone: frame.timezone,
  events: z.array(eventName).min(1).max(100).optional().describe('Only these; every event when not given'),
  filters,
  columns: z
    .array(property)
    .min(1)
    .max(200)
    .optional()
    .describe(
      `Any of ${EXPORT_FIELDS.join(', ')} (all that was sent, as JSON), or a property by its name; ` +
        'all of them and the built-in properties when not given',
    ),
  order: z
    .enum(['time', 'any'])
    .default('time')
    .describe('any gives events as they are stored, which reads each once also where a day has millions'),
  limit: z.number().int().min(1).max(1e9).optional().describe('Rows; all of them when not given'),
})
export type ExportQuery = z.infer<typeof exportSchema>
/** An export as a caller writes it. */
export type ExportInput = z.input<typeof exportSchema>
