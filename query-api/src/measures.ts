/** Every measure of events once: its sentence, its expression over the events of a group. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Math } from '@firefly/protocol/query'
import { numberOf } from './catalog.ts'

interface Measure {
  about: string
  /** Measures of numbers need a property; values that are no number count for nothing. */
  needsProperty: boolean
  /** What adds up from bucket to bucket: the numbers themselves, whoever comes for the first time, or nothing. */
  addsUp: 'numbers' | 'people' | 'sessions' | undefined
  /** Events need to carry `person`. */
  needsPerson?: true
  /** Events need to carry `session`. */
  needsSession?: true
  /** Whether of twice as many people it would be twice as much. */
  grows: boolean
  /** Looks back so many days from each bucket. */
  days?: number
  sql: (number: Sql) => Sql
}

const counting = (about: string, addsUp: Measure['addsUp'], expression: Sql): Measure => ({
  about,
  needsProperty: false,
  addsUp,
  grows: true,
  sql: () => expression,
})
const ofNumbers = (about: string, expression: (number: Sql) => Sql): Measure => ({
  about,
  needsProperty: true,
  addsUp: undefined,
  grows: false,
  // Without a single number it is 0, as every bucket has a value.
  sql: (number) => sql`ifNull(${expression(number)}, 0)`,
})
/** Interpolates between neighbours, as spreadsheets do. */
const percentile = (about: string, level: number): Measure =>
  ofNumbers(about, (number) => sql`quantileExactInclusive(${bind('Float64', level)})(${number})`)

const active = (about: string, days: number): Measure => ({
  ...counting(about, undefined, sql`uniqExact(person)`),
  needsPerson: true,
  days,
})

export const MEASURES: Readonly<Record<Math, Measure>> = {
  total: counting('Events', 'numbers', sql`count()`),
  unique_users: { ...counting('Different people', 'people', sql`uniqExact(person)`), needsPerson: true },
  unique_sessions: {
    ...counting('Different sessions', 'sessions', sql`uniqExact(session)`),
    needsPerson: true,
    needsSession: true,
  },
  sum: { ...ofNumbers('Sum of a property', (number) => sql`sum(${number})`), addsUp: 'numbers', grows: true },
  avg: ofNumbers('Average of a property', (number) => sql`avg(${number})`),
  min: ofNumbers('Smallest value of a property', (number) => sql`min(${number})`),
  max: ofNumbers('Largest value of a property', (number) => sql`max(${number})`),
  median: percentile('Median of a property', 0.5),
  p90: percentile('90th percentile of a property', 0.9),
  p95: percentile('95th percentile of a property', 0.95),
  p99: percentile('99th percentile of a property', 0.99),
  total_per_user: {
    ...counting('Events for each person', undefined, sql`if(count() = 0, 0, count() / uniqExact(person))`),
    needsPerson: true,
    grows: false,
  },
  weekly_active: active('Different people of the 7 days up to the end of a bucket', 7),
  monthly_active: active('Different people of the 30 days up to the end of a bucket', 30),
}

/** The measure of a property, where it needs one, as SQL over a group of events that carry `person`. */
export const measureOf = (math: Math, property: string | undefined, zone: string): Sql =>
  MEASURES[math].sql(numberOf(property ?? '', zone))
