/**
 * The first and the last of instants, in Unix milliseconds. Not `min(time)`: once the engine has compiled that, which it does the third time, it
 * takes instants before 1970 for the latest of all.
 */
import { name, type Sql, sql } from '@firefly/clickhouse/sql'

export const firstOf = (column: string): Sql => sql`min(toUnixTimestamp64Milli(${name(column)}))`
export const lastOf = (column: string): Sql => sql`max(toUnixTimestamp64Milli(${name(column)}))`
