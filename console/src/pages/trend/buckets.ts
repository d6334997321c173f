/** What the buckets of an answer are called, and which of them are still going on. */
import type { Interval } from '@firefly/protocol/query'
import { type Certainty, certaintyOf } from '../../charts/lines.ts'
import type { Format } from '../../format/format.ts'
import type { Dictionary } from '../../language/en.ts'
import type { Answered } from '../../question/use-answer.ts'
import type { TrendInput } from './question.ts'

export interface Buckets {
  interval: Interval
  /** Short, for the axis. */
  ticks: string[]
  /** In full, for tables and readings. */
  names: string[]
  certainty: Certainty
}

export function bucketsOf(
  { answer: { result, to, timezone }, input, askedAt }: Answered<TrendInput>,
  words: Dictionary,
  format: Format,
): Buckets {
  const interval = input.interval ?? 'day'
  const certainty = certaintyOf(result.buckets, to, askedAt)
  const ticks = result.buckets.map((bucket) => format.buckets.short(bucket, interval, timezone))
  const names = result.buckets.map((bucket, index) => {
    const name = format.buckets.full(bucket, interval, timezone)
    if (index < certainty.unfinished) return name
    return index < certainty.ahead ? words.trend.soFar(name) : words.trend.toCome(name)
  })
  return { interval, ticks, names, certainty }
}
