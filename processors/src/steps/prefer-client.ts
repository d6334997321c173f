/** A `$` property that the client sent wins over what was derived, except where the network decides. */
import type { EventRow } from '@firefly/clickhouse/tables/events'

/** Columns that a client's own property may fill: `$pathname` fills `pathname`. */
const COLUMNS = [
  'platform',
  'url',
  'host',
  'pathname',
  'title',
  'referrer',
  'referrer_host',
  'channel',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'os',
  'os_version',
  'browser',
  'browser_version',
  'device_type',
  'brand',
  'model',
  'app_version',
  'language',
  'session_id',
] as const satisfies (keyof EventRow)[]
type Preferred = Partial<Pick<EventRow, (typeof COLUMNS)[number]>>

export function preferClient({ properties }: Pick<EventRow, 'properties'>): Preferred {
  const preferred: Preferred = {}
  for (const column of COLUMNS) {
    const own = properties[`$${column}`]
    if (own) preferred[column] = own
  }
  return preferred
}
