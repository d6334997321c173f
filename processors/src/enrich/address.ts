/** Network addresses as numbers: reading them, shortening them, and what a project may keep of them. */
import { isIPv4, isIPv6 } from 'node:net'

/** Eight 16-bit groups; an IPv4 address is the last two behind `::ffff:`. */
export type Groups = readonly number[]
export type AddressPolicy = 'keep' | 'truncate' | 'drop'

const MAPPED = [0, 0, 0, 0, 0, 0xffff] as const

/** What may be kept of an address: all of it, its /24 (IPv4) or /48 (IPv6), or nothing; text that is no address is nothing. */
export function keepOf(address: string, policy: AddressPolicy): string {
  const groups = policy === 'drop' ? undefined : readAddress(address)
  if (!groups) return ''
  if (policy === 'keep') return showAddress(groups)
  return isMapped(groups)
    ? showAddress([...MAPPED, groups[6] ?? 0, (groups[7] ?? 0) & 0xff00])
    : showAddress([...groups.slice(0, 3), 0, 0, 0, 0, 0])
}

/** Reads IPv4 and IPv6 text, with or without a zone; `undefined` when it is no address. */
export function readAddress(text: string): Groups | undefined {
  if (isIPv4(text)) return [...MAPPED, ...pairs(text)]
  if (!isIPv6(text)) return undefined
  const [head = '', tail] = (text.split('%', 1)[0] ?? '').split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<number>(gap).fill(0), ...after]
}

const groupsOf = (text: string): number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => (group.includes('.') ? pairs(group) : [Number.parseInt(group, 16)]))

/** `1.2.3.4` as its two 16-bit groups. */
function pairs(text: string): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d]
}

const isMapped = (groups: Groups): boolean => MAPPED.every((part, index) => groups[index] === part)

/** Dotted for IPv4; otherwise hexadecimal groups, the longest run of two or more zeros as `::`. */
export function showAddress(groups: Groups): string {
  if (isMapped(groups)) return dotted(groups[6] ?? 0, groups[7] ?? 0)
  const text = groups.map((group) => group.toString(16)).join(':')
  const runs = [...text.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)]
  const longest = runs.toSorted((one, other) => other[0].length - one[0].length)[0]
  if (!longest) return text
  const before = text.slice(0, longest.index).replace(/:$/, '')
  return `${before}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`
}

const dotted = (high: number, low: number): string => [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')

/** The IPv4 address that an IPv6 one carries: mapped, NAT64, 6to4 or Teredo; its own for an IPv4 one. */
export function innerIPv4(groups: Groups): string | undefined {
  const [a = 0, b = 0, c = 0] = groups
  const [high = 0, low = 0] = groups.slice(6)
  if (isMapped(groups) || (a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0)))
    return dotted(high, low)
  if (a === 0x2002) return dotted(b, c)
  return a === 0x2001 && b === 0 ? dotted(high ^ 0xffff, low ^ 0xffff) : undefined
}
