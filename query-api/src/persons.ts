/** Whose an event is. The one place that knows how people are joined: what it reads, and what it makes of a row. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'

/** The events that every question reads, behind FROM. */
export const EVENTS: Sql = sql`events`

/** The person of one of these events, as a UInt64. */
export const PERSON: Sql = sql`person_id`

/** The person that an id a client knows somebody by belongs to. */
export const personOfId = (distinctId: string): Sql => sql`xxHash64(${bind('String', distinctId)})`
