/** Whose an event is. The one place that knows how people are joined: what it reads, and what it makes of a row. */
import { type Sql, sql } from '@firefly/clickhouse/sql'

/** The events that every question reads, behind FROM. */
export const EVENTS: Sql = sql`events`

/** The person of one of these events, as a UInt64. */
export const PERSON: Sql = sql`person_id`
