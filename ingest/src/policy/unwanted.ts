/** Which events a project does not want, though nothing is wrong with them. */
import { createHash } from 'node:crypto'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { type EventType, storedName } from '@firefly/protocol/names'
import type { ProjectSettings } from '@firefly/protocol/settings'
import { plain } from './address.ts'
import type { UnwantedReason } from '@firefly/protocol/verdicts'

/** What is looked at of an event that was judged valid. */
export interface Looked {
  type: EventType
  event?: string | null
  userId?: string | null
  anonymousId?: string | null
}
export interface Sender {
  ip: string
  userAgent: string | undefined
}

/** The reason, or nothing when it is wanted. */
type Judge = (event: Looked) => UnwantedReason | undefined
/** Asked once a request; absent when the project wants everything. */
export type Unwanted = (sender: Sender) => Judge | undefined

/** Prepares what the settings list, so that an event costs a look-up or two. */
export function unwantedBy({ block = {}, sample = 1 }: ProjectSettings): Unwanted | undefined {
  const { events = [], ids = [], userAgents = [], ips = [] } = block
  if (sample >= 1 && [events, ids, userAgents, ips].every((list) => list.length === 0)) return undefined
  const [names, people] = [new Set(events), new Set(ids)]
  const agents = userAgents.map((part) => part.toLowerCase())
  const isBlocked = addressesIn(ips)
  const judge: Judge = (event) => {
    if (names.has(storedName(event.type, event.event ?? undefined))) return 'blocked_event'
    if (people.has(event.userId ?? '') || people.has(event.anonymousId ?? '')) return 'blocked_id'
    return sample < 1 && !isSampled(event.anonymousId || event.userId || '', sample) ? 'sampled' : undefined
  }
  return ({ ip, userAgent = '' }) => {
    if (isBlocked(ip)) return () => 'blocked_ip'
    const agent = userAgent.toLowerCase()
    return agents.some((part) => agent.includes(part)) ? () => 'blocked_user_agent' : judge
  }
}

/** The same device is always in or always out, in every process, and stays in when the share grows. */
export function isSampled(device: string, share: number): boolean {
  const hash = createHash('sha256').update(device).digest().readUInt32LE()
  return hash / 2 ** 32 < share
}

function addressesIn(ips: readonly string[]): (ip: string) => boolean {
  const list = new BlockList()
  for (const entry of ips) {
    const [network = '', bits] = entry.split('/')
    const family = isIPv4(network) ? 'ipv4' : 'ipv6'
    // What is no address after all blocks nobody.
    if (isIP(network) === 0 || Number(bits) > (family === 'ipv4' ? 32 : 128)) continue
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  return (ip) => {
    const address = plain(ip)
    return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  }
}
