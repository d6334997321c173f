/** Every measure of events once: its sentence, its expression over the events of a group. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Math } from '@firefly/protocol/query'
import { numberOf } from './catalog.ts'

interface Measure {
  about: string
  /** Measures of numbers need a property; values that are no number count for nothing. */
  needsProperty: boolean
  sql: (number: Sql) => Sql
}

const counting = (about: string, expression: Sql): Measure => ({
  about,
  needsProperty: false,
  sql: () => expression,
})
const ofNumbers = (about: string, expression: (number: Sql) => Sql): Measure => ({
  about,
  needsProperty: true,
  // Without a single number it is 0, as every bucket has a value.
  sql: (number) => sql`ifNull(${expression(number)}, 0)`,
})
/** Interpolates between neighbours, as spreadsheets do. */
const percentile = (about: string, level: number): Measure =>
  ofNumbers(about, (number) => sql`quantileExactInclusive(${bind('Float64', level)})(${number})`)

export const MEASURES: Readonly<Record<Math, Measure>> = {
  total: counting('Events', sql`count()`),
  unique_users: counting('Different people', sql`uniqExact(person)`),
  unique_sessions: counting('Different sessions', sql`uniqExactIf(session_id, session_id != '')`),
  sum: ofNumbers('Sum of a property', (number) => sql`sum(${number})`),
  avg: ofNumbers('Average of a property', (number) => sql`avg(${number})`),
  min: ofNumbers('Smallest value of a property', (number) => sql`min(${number})`),
  max: ofNumbers('Largest value of a property', (number) => sql`max(${number})`),
  median: percentile('Median of a property', 0.5),
  p90: percentile('90th percentile of a property', 0.9),
  p95: percentile('95th percentile of a property', 0.95),
  p99: percentile('99th percentile of a property', 0.99),
}

/** The measure of a property, where it needs one, as SQL over a group of events that carry `person`. */
export const measureOf = (math: Math, property: string | undefined, zone: string): Sql =>
  MEASURES[math].sql(numberOf(property ?? '', zone))
