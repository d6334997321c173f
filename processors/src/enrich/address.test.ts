/** Addresses: what is read is what was written, and a policy keeps no more than it says. */
import { BlockList } from 'node:net'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AddressPolicy, innerIPv4, keepOf, readAddress, showAddress } from './address.ts'

const octets = fc.ipV4().filter((ip) => /^[1-9]/.test(ip))

/** The platform's own reading of an address, as the judge. */
function inNetwork(address: string, network: string, bits: number): boolean {
  const family = network.includes(':') ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(address, family)
}

test('a truncated IPv4 address is its /24 and says nothing of the last part', () => {
  fc.assert(
    fc.property(octets, (ip) => {
      const kept = keepOf(ip, 'truncate')
      expect(kept).toBe(ip.replace(/\d+$/, '0'))
      expect(inNetwork(ip, kept, 24)).toBe(true)
    }),
  )
})

test('a truncated IPv6 address is its /48 and says nothing of the rest', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      fc.pre(groups.slice(0, 3).some((part) => part > 0))
      const ip = groups.map((part) => part.toString(16)).join(':')
      const kept = keepOf(ip, 'truncate')
      expect(inNetwork(ip, kept, 48)).toBe(true)
      expect(readAddress(kept)).toEqual([...groups.slice(0, 3), 0, 0, 0, 0, 0])
    }),
  )
})

test('reading and showing any IPv6 address leaves it the same address, in its shortest form', () => {
  fc.assert(
    fc.property(fc.ipV6(), (ip) => {
      const groups = readAddress(ip)
      expect(groups).toHaveLength(8)
      expect(readAddress(showAddress(groups ?? []))).toEqual(groups)
    }),
  )
  const shortest = (ip: string): string => new URL(`http://[${ip}]`).hostname.slice(1, -1)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }), (groups) => {
      const ip = groups.map((part) => part.toString(16)).join(':')
      expect(keepOf(ip, 'keep')).toBe(shortest(ip))
    }),
  )
})

test('each policy keeps what it says, and text that is no address is never kept', () => {
  const cases: [string, AddressPolicy, string][] = [
    ['203.0.113.77', 'keep', '203.0.113.77'],
    ['203.0.113.77', 'truncate', '203.0.113.0'],
    ['203.0.113.77', 'drop', ''],
    ['::ffff:203.0.113.77', 'truncate', '203.0.113.0'],
    ['::ffff:cb00:714d', 'truncate', '203.0.113.0'],
    ['2001:db8:1:2:3:4:5:6', 'truncate', '2001:db8:1::'],
    ['2001:db8:1:2:3:4:5:6', 'drop', ''],
    ['fe80::1%eth0', 'keep', 'fe80::1'],
    ['13800138000', 'keep', ''],
    ['999.1.1.1', 'truncate', ''],
    ['', 'truncate', ''],
  ]
  for (const [ip, policy, kept] of cases) expect([ip, policy, keepOf(ip, policy)]).toEqual([ip, policy, kept])
})

test('an IPv4 address inside an IPv6 one is found', () => {
  const inner = (ip: string): string | undefined => innerIPv4(readAddress(ip) ?? [])
  expect(inner('1.2.4.8')).toBe('1.2.4.8')
  expect(inner('::ffff:1.2.4.8')).toBe('1.2.4.8')
  expect(inner('64:ff9b::1.2.4.8')).toBe('1.2.4.8')
  expect(inner('2002:102:408::1')).toBe('1.2.4.8')
  expect(inner('2001:0:4136:e378:8000:63bf:fefd:fbf7')).toBe('1.2.4.8')
  expect(inner('2001:db8::1')).toBeUndefined()
})
