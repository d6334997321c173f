/** Which events something is about: those of a name, or all of them, as far as its filters hold. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Filter } from '@firefly/protocol/query'
import { allOf } from './filters.ts'

export interface Selection {
  /** No name means every event. */
  event?: string | undefined
  filters?: Filter[] | undefined
}

export const selected = ({ event, filters }: Selection, zone: string): Sql =>
  event === undefined
    ? sql`${allOf(filters, zone)}`
    : sql`event = ${bind('String', event)} AND ${allOf(filters, zone)}`
