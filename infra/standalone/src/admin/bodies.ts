/** What may be asked about projects and keys; every field is named when it is wrong. */
import { KEY_KINDS } from '@firefly/metadata/tables/keys'
import { DEBUG_MARKS } from '@firefly/protocol/debug'
import { settingsSchema } from '@firefly/protocol/settings'
import { z } from 'zod'

const MONTH_SECONDS = 31 * 24 * 60 * 60

const id = z
  .string('expected an id')
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    'expected up to 63 small letters, digits, - or _, not beginning with - or _',
  )
const name = z.string().min(1).max(200)
const timezone = z.string().refine(isZone, 'expected an IANA time zone such as Asia/Shanghai').nullable()

export const newProjectSchema = z.strictObject({
  id,
  name: name.optional().describe('Default: its id'),
  timezone: timezone.default(null),
  settings: settingsSchema.default({}),
})

/** A setting that is null is taken back; one that is left out stays. */
export const projectChangeSchema = z.strictObject({
  name: name.optional(),
  timezone: timezone.optional(),
  settings: z
    .strictObject(
      Object.fromEntries(
        Object.entries(settingsSchema.shape).map(([field, schema]) => [field, schema.nullable()] as const),
      ) as {
        [Field in keyof typeof settingsSchema.shape]: z.ZodNullable<(typeof settingsSchema.shape)[Field]>
      },
    )
    .optional(),
})

export const newKeySchema = z.strictObject({
  kind: z.enum(KEY_KINDS),
  label: z.string().max(200).default(''),
  maySee: z.int().min(1).max(5).optional().describe('Default: as much as the key that makes it'),
  debug: z
    .enum(DEBUG_MARKS)
    .nullable()
    .default(null)
    .describe('Whatever is sent with it is shown to those who debug; in a dry run it is not stored'),
})

export const rotationSchema = z.strictObject({
  overlapSeconds: z
    .number()
    .min(0)
    .max(MONTH_SECONDS)
    .default(0)
    .describe('How long the old key still works beside the new one'),
})

export const trailSchema = z.strictObject({
  project: id.optional(),
  what: z.string().max(100).optional(),
  who: z.string().max(100).optional(),
  before: z.coerce.number().int().min(1).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

function isZone(zone: string): boolean {
  try {
    // Offsets such as +08:00 are taken by newer runtimes, and by ClickHouse never.
    return (
      /^[A-Za-z]/.test(zone) &&
      new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat
    )
  } catch {
    return false
  }
}
