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

const BY_PROPERTY: ReadonlyMap<string, (typeof COLUMNS)[number]> = new Map(
  COLUMNS.map((column) => [`$${column}`, column]),
)
const DOLLAR = 36

export function preferClient({ properties }: Pick<EventRow, 'properties'>): Preferred {
  const preferred: Preferred = {}
  // Few properties begin with a dollar, so looking at those there are beats asking for each there could be.
  for (const name in properties) {
    const column = name.charCodeAt(0) === DOLLAR ? BY_PROPERTY.get(name) : undefined
    const own = column && properties[name]
    if (own) preferred[column] = own
  }
  return preferred
}
