/**
 * SDK → ingest: the Segment HTTP tracking spec with Firefly's additions.
 * These schemas describe; the hot path compiles them once and never copies what it checked.
 */
import { z } from 'zod'
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from './limits.ts'
import { EVENT_TYPES, PLATFORMS } from './names.ts'

const text = z.string().nullish()
const id = z.string().max(MAX_ID_LENGTH).nullish()
const instant = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), 'expected an ISO 8601 date and time')
  .nullish()
const bag = z.record(z.string(), z.unknown()).nullish()

/** What surrounds an event. Unknown fields are kept; known ones have the stated type. */
export const contextSchema = z.looseObject({
  sessionId: z.union([z.string().max(MAX_ID_LENGTH), z.number()]).nullish(),
  page: z.looseObject({ url: text, path: text, title: text, referrer: text, search: text }).nullish(),
  screen: z.looseObject({ name: text }).nullish(),
  device: z.looseObject({ type: text, manufacturer: text, model: text }).nullish(),
  os: z.looseObject({ name: text, version: text }).nullish(),
  app: z.looseObject({ name: text, version: text }).nullish(),
  network: z.looseObject({ carrier: text }).nullish(),
  locale: text,
  timezone: text,
  userAgent: text,
  campaign: z.looseObject({ source: text, medium: text, name: text, term: text, content: text }).nullish(),
  library: z.looseObject({ name: text, version: text }).nullish(),
  platform: z.enum(PLATFORMS).nullish(),
})
export type Context = z.infer<typeof contextSchema>

/** One event as an SDK sends it. Ids may be null, as several SDKs send them so. */
export const eventSchema = z.looseObject({
  type: z.enum(EVENT_TYPES),
  event: z.string().min(1).max(MAX_NAME_LENGTH).nullish(),
  messageId: z.string().min(1).max(MAX_ID_LENGTH).nullish(),
  anonymousId: id,
  userId: id,
  previousId: id,
  groupId: id,
  timestamp: instant,
  properties: bag,
  traits: bag,
  context: contextSchema.nullish(),
})
export type Event = z.infer<typeof eventSchema>

/** The body of `POST /v1/batch` but for its events, which are judged one by one. */
export const batchSchema = z.looseObject({
  writeKey: z.string().nullish(),
  sentAt: instant,
  context: contextSchema.nullish(),
  batch: z.array(z.unknown()),
})
export type Batch = z.infer<typeof batchSchema>
