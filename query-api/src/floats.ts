/** Numbers of any size as parameters: the in-process engine takes no whole number beyond 2^53 unless it comes as text. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'

const isPlain = (value: number): boolean => !Number.isInteger(value) || Number.isSafeInteger(value)

export const float = (value: number): Sql => bind('Float64', isPlain(value) ? value : String(value))

export const floats = (values: readonly number[]): Sql =>
  values.every(isPlain) ? bind('Array(Float64)', values) : sql`[${join(values.map(float), ', ')}]`
