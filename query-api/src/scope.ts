/** What every statement carries: the project of the key and the range of the question. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Range } from './range.ts'
import type { Project } from './persons.ts'

/**
 * No function around the time column, so that whole parts and granules are left out. Numbers are ours and written out: each that is
 * bound is a function more to be planned.
 */
export const inScope = (project: Project, { from, to }: Range): Sql => sql`
  project = ${bind('String', project.name)}
  AND time >= fromUnixTimestamp64Milli(${integer(from)})
  AND time < fromUnixTimestamp64Milli(${integer(to)})`
