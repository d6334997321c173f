/** Geography from bundled data, and from an operator's own file before it. */
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openGeography } from './geography.ts'
import { watchPlaces } from './watch-places.ts'
import { writeMmdb } from './mmdb-file.ts'
import { NOWHERE } from './place.ts'

const { locate } = openGeography({ cacheSize: 100 })

describe('bundled data', () => {
  test('an IPv4 address in China is known to its province, city and operator', () => {
    expect(locate('202.106.0.20')).toEqual({ country: 'CN', province: '北京', city: '北京', carrier: '联通' })
    expect(locate('120.24.78.68')).toMatchObject({ country: 'CN', province: '广东', city: '深圳' })
    expect(locate('219.159.1.1')).toMatchObject({ province: '内蒙古', city: '呼和浩特', carrier: '联通' })
    expect(locate('202.98.224.68')).toMatchObject({ province: '西藏', city: '拉萨', carrier: '电信' })
  })

  test('an IPv6 address of its own is nowhere: the table for those may not be free to use', () => {
    for (const ip of ['240e:47d:c20:1627:30a3:ba0d:a5e6:ec19', '2a01:4f8::1'])
      expect(locate(ip)).toEqual(NOWHERE)
  })

  test('Hong Kong, Macao and Taiwan have their own codes', () => {
    const places = ['203.198.7.66', '202.175.3.3', '168.95.1.1'].map(locate)
    expect(places.map(({ country }) => country)).toEqual(['HK', 'MO', 'TW'])
    expect(places.map(({ province }) => province)).toEqual(['香港', '澳门', '台湾'])
  })

  test('an address elsewhere is known to its country', () => {
    expect(locate('81.2.69.142')).toEqual({ ...NOWHERE, country: 'GB' })
  })

  test('an IPv4 address is the same place whatever IPv6 address carries it', () => {
    for (const ip of ['::ffff:202.106.0.20', '::ffff:ca6a:14', '64:ff9b::202.106.0.20', '2002:ca6a:14::1'])
      expect([ip, locate(ip)]).toEqual([ip, locate('202.106.0.20')])
  })

  test('a private, reserved or broken address is nowhere', () => {
    const nowhere =
      '127.0.0.1 10.1.2.3 172.16.0.1 192.168.0.1 169.254.1.1 100.64.0.1 0.0.0.0 255.255.255.255 :: ::1 fe80::1%eth0 fc00::1 999.1.1.1 1.2.3'
    for (const ip of [...nowhere.split(' '), '', 'not an address'])
      expect([ip, locate(ip)]).toEqual([ip, NOWHERE])
  })

  test('any address has a country of two letters or none, and a province only with a country', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
        const { country, province, city } = locate(ip)
        expect(country).toMatch(/^(?:[A-Z]{2})?$/)
        if (province) expect(['CN', 'HK', 'MO', 'TW']).toContain(country)
        if (city) expect(province).not.toBe('')
        expect(province + city).not.toMatch(/省$|市$|自治区$|内网/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an operator’s own file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-mmdb-'))
  const file = (name: string, networks: Parameters<typeof writeMmdb>[0]): string => {
    writeFileSync(join(folder, name), writeMmdb(networks))
    return join(folder, name)
  }
  const city = (iso_code: string, province: string, name: string) => ({
    country: { iso_code, names: { en: iso_code } },
    subdivisions: [{ names: { 'zh-CN': province, en: 'Somewhere' } }],
    city: { names: { 'zh-CN': name, en: 'Town' } },
  })

  test('has the last word, in MaxMind’s layout', () => {
    const databaseFile = file('city.mmdb', {
      '202.106.0.0/16': city('CN', '浙江省', '宁波市'),
      '81.2.69.0/24': { ...city('FR', '伊尔', '巴黎'), traits: { isp: 'Orange' } },
      '2a01:4f8::/32': city('FR', '伊尔', '巴黎'),
    })
    const own = openGeography({ cacheSize: 10, databaseFile })
    expect(own.locate('202.106.0.20')).toEqual({
      country: 'CN',
      province: '浙江',
      city: '宁波',
      carrier: '联通',
    })
    expect(own.locate('81.2.69.142')).toEqual({
      country: 'FR',
      province: 'Somewhere',
      city: 'Town',
      carrier: 'Orange',
    })
    expect(own.locate('2a01:4f8::1')).toMatchObject({ country: 'FR', city: 'Town' })
    expect(own.locate('120.24.78.68')).toEqual(locate('120.24.78.68'))
  })

  test('may be flat, and may know only countries', () => {
    const flat = { country: 'JP', region: 'Tokyo', city: 'Shibuya', as_name: 'IIJ' }
    const databaseFile = file('flat.mmdb', { '81.2.69.0/24': flat, '202.106.0.0/16': { country_code: 'CN' } })
    const own = openGeography({ cacheSize: 10, databaseFile })
    expect(own.locate('81.2.69.142')).toEqual({
      country: 'JP',
      province: 'Tokyo',
      city: 'Shibuya',
      carrier: 'IIJ',
    })
    expect(own.locate('202.106.0.20')).toEqual(locate('202.106.0.20'))
  })

  test('is read again when asked, without a restart; a broken one leaves the old one in use', async () => {
    const databaseFile = file('changing.mmdb', { '81.2.69.0/24': { country: 'FR' } })
    const own = openGeography({ cacheSize: 10, databaseFile })
    expect(own.locate('81.2.69.142').country).toBe('FR')
    file('changing.mmdb', { '81.2.69.0/24': { country: 'IT' } })
    expect(own.locate('81.2.69.142').country).toBe('FR')
    await own.reload()
    expect(own.locate('81.2.69.142').country).toBe('IT')
    writeFileSync(databaseFile, 'half a file')
    await expect(own.reload()).rejects.toThrow(/changing\.mmdb is no MMDB file/)
    expect(own.locate('81.2.69.142').country).toBe('IT')
  })

  test('is taken into use when another one is put in its place, and a broken one is reported', {
    timeout: 60_000,
  }, async () => {
    const databaseFile = file('watched.mmdb', { '81.2.69.0/24': { country: 'FR' } })
    const own = openGeography({ cacheSize: 10, databaseFile })
    const told: boolean[] = []
    const watch = watchPlaces(own, databaseFile, ({ reloaded }) => told.push(reloaded), 20)
    const until = { timeout: 20_000, interval: 10 }
    renameSync(
      file('next.mmdb', { '81.2.69.0/24': { country: 'ES' }, '81.2.70.0/24': { country: 'ES' } }),
      databaseFile,
    )
    await expect.poll(() => own.locate('81.2.69.142').country, until).toBe('ES')
    writeFileSync(databaseFile, 'half a file')
    await expect.poll(() => told.includes(false), until).toBe(true)
    expect(own.locate('81.2.69.142').country).toBe('ES')
    watch.stop()
    file('watched.mmdb', { '81.2.69.0/24': { country: 'PT' } })
    await watch.reload()
    expect(own.locate('81.2.69.142').country).toBe('PT')
  })

  test('that is missing or broken stops the start, by name', () => {
    expect(() => openGeography({ cacheSize: 1, databaseFile: join(folder, 'absent.mmdb') })).toThrow(
      /absent\.mmdb/,
    )
    writeFileSync(join(folder, 'text.mmdb'), 'hello')
    expect(() => openGeography({ cacheSize: 1, databaseFile: join(folder, 'text.mmdb') })).toThrow(
      /text\.mmdb is no/,
    )
  })
})
