/** How a device is connected: as the client says, or as super-apps write it into their user agents. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Context } from '@firefly/protocol/wire'
import type { Arrival } from '../arrival.ts'
import { oncePerBatch } from './once-per-batch.ts'

const KNOWN = /^(?:wifi|ethernet|[2-5]g|cellular|none)$/
/** WeChat, QQ, Kuaishou and others say `NetType/WIFI`, JD `network/wifi`. */
const IN_USER_AGENT = /\b(?:NetType|network)\/(\w+)/i
/** Radios by the names that systems give them. */
const RADIOS: Readonly<Record<string, string>> = { lte: '4g', nr: '5g', 'wi-fi': 'wifi', wlan: 'wifi' }

/** wifi, ethernet, 2g to 5g, cellular or none; '' is unknown. Any field of a client's may be anything. */
export function networkOf({ network }: Context, userAgent: string): string {
  const { type, wifi, cellular } = (network ?? {}) as Record<string, unknown>
  const said = typeof type === 'string' ? type : IN_USER_AGENT.exec(userAgent)?.[1]
  const word = said?.toLowerCase() ?? ''
  const named = RADIOS[word] ?? word
  if (KNOWN.test(named)) return named
  if (wifi === true) return 'wifi'
  return cellular === true ? 'cellular' : ''
}

/** Goes into the properties, because no question is asked often enough for a column of its own. */
export function networkStep(): (
  input: Pick<Arrival, 'context' | 'header'> & Pick<EventRow, 'properties'>,
) => void {
  const read = oncePerBatch(({ context, header }) =>
    networkOf(context, context.userAgent ?? header.userAgent ?? ''),
  )
  return ({ context, header, properties }) => {
    const network = read({ context, header })
    if (network !== '') properties['$network_type'] ??= network
  }
}
