/** Geography from bundled data. */
import { expect, test } from 'vitest'
import { NOWHERE, openGeography } from './geography.ts'

const { locate } = openGeography(100)

test('an address in China is known to its province, city and operator', () => {
  expect(locate('202.106.0.20')).toEqual({ country: 'CN', province: '北京', city: '北京', carrier: '联通' })
  expect(locate('120.24.78.68')).toMatchObject({ country: 'CN', province: '广东', city: '深圳' })
  expect(locate('240e:47d:c20:1627:30a3:ba0d:a5e6:ec19')).toMatchObject({ country: 'CN', province: '广东' })
})

test('an address elsewhere is known to its country', () => {
  expect(locate('81.2.69.142')).toEqual({ ...NOWHERE, country: 'GB' })
  expect(locate('::ffff:8.8.8.8')).toEqual({ ...NOWHERE, country: 'US' })
})

test('a private, unknown or broken address is nowhere', () => {
  for (const ip of ['127.0.0.1', '10.1.2.3', '192.168.0.1', '::1', '', 'not an address', '999.1.1.1'])
    expect([ip, locate(ip)]).toEqual([ip, NOWHERE])
})
