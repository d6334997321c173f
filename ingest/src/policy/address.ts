/** How much of an address is written down. */
import { isIPv4, isIPv6 } from 'node:net'

/** The network without the host: the last byte of IPv4, all but the first 48 bits of IPv6. */
export function truncated(ip: string): string {
  // What most are, told apart without a pattern: it is asked of every request.
  if (!ip.includes(':')) return isIPv4(ip) ? `${ip.slice(0, ip.lastIndexOf('.'))}.0` : ''
  const address = plain(ip)
  if (isIPv4(address)) return address.replace(/\d+$/, '0')
  return isIPv6(address) ? `${groupsOf(address).slice(0, 3).join(':')}::` : ''
}

/** An IPv4 address as itself where a socket of both kinds shows it as `::ffff:203.0.113.9`. */
export const plain = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, '')

/** The eight groups, `::` written out. */
function groupsOf(ip: string): string[] {
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0)
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, missing) }, () => '0')
  return [...(before ?? []), ...gap, ...(after ?? [])]
}
