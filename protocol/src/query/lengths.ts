/** How long something takes, as figures and as a histogram: shared by the kinds that measure time. */
import { z } from 'zod'

const seconds = z.number().nullable().describe('Null of nothing')

export const lengths = {
  count: z.number(),
  averageSeconds: seconds,
  minSeconds: seconds,
  medianSeconds: seconds,
  p90Seconds: seconds,
  maxSeconds: seconds,
  histogram: z.array(
    z
      .object({ from: z.number(), to: z.number().nullable(), count: z.number() })
      .describe('From inclusive, to exclusive'),
  ),
}
