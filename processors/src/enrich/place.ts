/** Where on earth an event was, as far as its address tells. */
import type { EventRow } from '@firefly/clickhouse/tables/events'

/** `country` is an ISO 3166 alpha-2 code; province and city of China are in Chinese, by their short names; '' is unknown. */
export type Place = Pick<EventRow, 'country' | 'province' | 'city' | 'carrier'>

export const NOWHERE: Place = { country: '', province: '', city: '', carrier: '' }
