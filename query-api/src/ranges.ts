/** Numbers parted by given bounds, as SQL and as an answer. */
import { type Sql, sql } from '@firefly/clickhouse/sql'
import { QueryError } from './errors.ts'
import { floats } from './floats.ts'

/** How many of the bounds a number is at or above: 0 is below the first one. */
export const rangeOf = (number: Sql, bounds: readonly number[]): Sql =>
  sql`arrayCount(bound -> ${number} >= bound, ${floats(bounds)})`

/** Throws a 400 that names the field when bounds do not ascend. */
export function checkAscending(path: string, bounds: readonly number[]): void {
  if (bounds.some((bound, at) => at > 0 && bound <= (bounds[at - 1] ?? bound)))
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path, message: 'expected each number to be above the one before' },
    ])
}
