/** What comes back, as schemas; their types are held to those that the console reads. */
import type { FunnelAnswer, TrendAnswer } from '@firefly/protocol/results'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { REJECT_CODES, REQUEST_CODES } from '@firefly/protocol/verdicts'
import { z } from 'zod'

const frame = {
  timezone: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  meta: z.object({ rowsRead: z.number(), elapsedMs: z.number(), cached: z.boolean() }),
}
const figure = z.number().nullable()

const trendAnswer = z.object({
  kind: z.literal('trend'),
  ...frame,
  result: z.object({
    buckets: z.array(z.iso.datetime({ offset: true })),
    series: z.array(
      z.object({
        name: z.string(),
        breakdown: z.string().nullable().exactOptional(),
        values: z.array(figure),
        total: figure,
      }),
    ),
  }),
}) satisfies z.ZodType<TrendAnswer>

const funnelAnswer = z.object({
  kind: z.literal('funnel'),
  ...frame,
  result: z.object({
    steps: z.array(
      z.object({
        name: z.string(),
        count: z.number(),
        conversion: z.number(),
        conversionFromPrevious: z.number(),
        medianSecondsFromPrevious: figure,
        averageSecondsFromPrevious: figure,
      }),
    ),
  }),
}) satisfies z.ZodType<FunnelAnswer>

const errorAnswer = z.object({
  code: z.enum(REQUEST_CODES),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
}) satisfies z.ZodType<ErrorAnswer>

const batchAnswer = z.object({
  accepted: z.number(),
  rejected: z.array(
    z.object({
      index: z.number(),
      messageId: z.string().exactOptional(),
      code: z.enum(REJECT_CODES),
      message: z.string(),
    }),
  ),
}) satisfies z.ZodType<BatchAnswer>

const counted = { name: z.string(), count: z.number() }

export const answerSchemas = {
  TrendAnswer: trendAnswer,
  FunnelAnswer: funnelAnswer,
  Answer: z.discriminatedUnion('kind', [trendAnswer, funnelAnswer]),
  Error: errorAnswer,
  BatchAnswer: batchAnswer,
  CatalogEvents: z.object({
    events: z.array(z.object({ ...counted, firstSeen: z.iso.datetime(), lastSeen: z.iso.datetime() })),
  }),
  CatalogProperties: z.object({
    properties: z.array(
      z.union([
        z.object({ ...counted, builtIn: z.literal(false) }),
        z.object({ name: z.string(), about: z.string(), builtIn: z.literal(true) }),
      ]),
    ),
  }),
  CatalogValues: z.object({ values: z.array(z.object({ value: z.string(), count: z.number() })) }),
}
