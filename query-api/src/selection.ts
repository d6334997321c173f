/** Which events something is about: those of a name, or all of them, as far as its filters hold. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Filter } from '@firefly/protocol/query'
import { allOf, conditionsOf } from './filters.ts'

export interface Selection {
  /** No name means every event. */
  event?: string | undefined
  filters?: Filter[] | undefined
}

export const selected = ({ event, filters }: Selection, zone: string): Sql =>
  event === undefined
    ? allOf(filters, zone)
    : join([sql`event = ${bind('String', event)}`, ...conditionsOf(filters, zone)], ' AND ')
