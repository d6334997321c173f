/** What surrounds an event: its page, its browser, system and device, and where on earth it was. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { ClientHints } from '@firefly/protocol/client-hints'
import type { Context } from '@firefly/protocol/wire'
import type { Arrival } from '../arrival.ts'
import { deviceTypeOf } from '../enrich/device.ts'
import type { GeoResolver } from '../enrich/geography.ts'
import { type OfPage, pageOf } from '../enrich/page.ts'
import { NOWHERE, type Place } from '../enrich/place.ts'
import type { Agent, UserAgentReader } from '../enrich/user-agent.ts'
import { isOfServer } from './client.ts'

type Needs = Pick<Arrival, 'context' | 'header'>

export const pageStep = ({ context, properties }: Needs & Pick<EventRow, 'properties'>): OfPage =>
  pageOf(context, properties)

/** What the client says of its system and device wins over what its user agent says. */
export const agentStep =
  (read: UserAgentReader) =>
  ({ context, header }: Needs): Agent => {
    const hints = hintsIn(context) ?? hintsBeside(context, header)
    const told = read(context.userAgent ?? header.userAgent ?? '', hints)
    const agent = told.is_bot && isOfProgram(context, header) ? read('', hints) : told
    const { os, device } = context
    return os || device ? { ...agent, ...stated(agent, os, device) } : agent
  }

/**
 * What an SDK in an app or on a server calls itself, or what it sends with (`okhttp`, `python-requests`), is a robot's by every
 * list, and says nothing of whoever did it.
 */
const isOfProgram = ({ userAgent, library }: Context, header: Needs['header']): boolean =>
  (userAgent ?? undefined) === undefined &&
  Boolean(library?.name) &&
  !header.userAgent?.startsWith('Mozilla/')

/** As `navigator.userAgentData` has them, which Segment's SDK sends too. */
const hintsIn = ({ userAgentData }: Context): ClientHints | undefined =>
  typeof userAgentData === 'object' && userAgentData !== null ? userAgentData : undefined

/** The request's own are of the device that sent it, so they say nothing of a user agent that an event names for itself. */
const hintsBeside = (
  { userAgent }: Context,
  { userAgent: sent, hints }: Needs['header'],
): ClientHints | undefined =>
  userAgent === undefined || userAgent === null || userAgent === sent ? hints : undefined

function stated(agent: Agent, os: Context['os'], device: Context['device']): Partial<Agent> {
  const said: Partial<Agent> = {}
  if (os?.name)
    Object.assign(said, {
      os: os.name,
      os_version: os.version ?? '',
      device_type: agent.device_type || deviceTypeOf('', undefined, os.name),
    })
  if (device?.manufacturer) said.brand = device.manufacturer
  if (device?.model) said.model = device.model
  return said
}

/** The address itself goes no further than this step; a server's is not where its users are, but it may name theirs. */
export const placeStep =
  (geography: GeoResolver) =>
  ({ context, header }: Needs): Place => {
    const ip = isOfServer({ context, header }) ? addressIn(context) : header.ip
    const place = ip ? geography.locate(ip) : NOWHERE
    return context.network?.carrier && !place.carrier ? { ...place, carrier: context.network.carrier } : place
  }

const LONGEST_ADDRESS = 45
const addressIn = ({ ip }: Context): string | undefined =>
  typeof ip === 'string' && ip.length <= LONGEST_ADDRESS ? ip : undefined

/** PostHog's SDKs say so where the site wants nobody to be looked for by their address. */
export function leavePlace(row: Pick<EventRow, 'properties'> & Place): void {
  if (row.properties['$geoip_disable'] === 'true') Object.assign(row, NOWHERE)
}
