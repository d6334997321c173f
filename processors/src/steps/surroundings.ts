/** What surrounds an event: its page, its browser, system and device, and where on earth it was. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { ClientHints } from '@firefly/protocol/client-hints'
import type { Context } from '@firefly/protocol/wire'
import type { Arrival } from '../arrival.ts'
import type { GeoResolver, Place } from '../enrich/geography.ts'
import { type OfPage, pageOf } from '../enrich/page.ts'
import type { Agent, UserAgentReader } from '../enrich/user-agent.ts'

type Needs = Pick<Arrival, 'context' | 'header'>

export const pageStep = ({ context, properties }: Needs & Pick<EventRow, 'properties'>): OfPage =>
  pageOf(context, properties)

/** What the client says of its system and device wins over what its user agent says. */
export const agentStep =
  (read: UserAgentReader) =>
  ({ context, header }: Needs): Agent => {
    const agent = read(
      context.userAgent ?? header.userAgent ?? '',
      hintsIn(context) ?? hintsBeside(context, header),
    )
    const { os, device } = context
    return os || device ? { ...agent, ...stated(os, device) } : agent
  }

/** As `navigator.userAgentData` has them, which Segment's SDK sends too. */
const hintsIn = ({ userAgentData }: Context): ClientHints | undefined =>
  typeof userAgentData === 'object' && userAgentData !== null ? userAgentData : undefined

/** The request's own are of the device that sent it, so they say nothing of a user agent that an event names for itself. */
const hintsBeside = (
  { userAgent }: Context,
  { userAgent: sent, hints }: Needs['header'],
): ClientHints | undefined =>
  userAgent === undefined || userAgent === null || userAgent === sent ? hints : undefined

function stated(os: Context['os'], device: Context['device']): Partial<Agent> {
  const said: Partial<Agent> = {}
  if (os?.name) Object.assign(said, { os: os.name, os_version: os.version ?? '' })
  if (device?.manufacturer) said.brand = device.manufacturer
  if (device?.model) said.model = device.model
  return said
}

/** The address itself goes no further than this step. */
export const placeStep =
  (geography: GeoResolver) =>
  ({ context, header }: Needs): Place => {
    const place = header.ip
      ? geography.locate(header.ip)
      : { country: '', province: '', city: '', carrier: '' }
    return context.network?.carrier && !place.carrier ? { ...place, carrier: context.network.carrier } : place
  }
