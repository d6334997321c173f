/** Places from an operator's own MMDB file: MaxMind's layout, or a flat one as ipinfo and others use. */
import { Reader, type CityResponse } from 'mmdb-lib'
import { placeInChina } from './china.ts'
import type { Place } from './place.ts'

interface Names {
  names?: Record<string, string>
}
/** The union of the layouts; every field may be missing, and text where others have names. */
interface Entry {
  country?: (Names & { iso_code?: string }) | string
  country_code?: string
  subdivisions?: Names[]
  region?: string
  city?: Names | string
  traits?: { isp?: string; autonomous_system_organization?: string }
  isp?: string
  as_name?: string
  autonomous_system_organization?: string
}

/** What the file says of an address; fields it does not have are absent. */
export type OperatorPlaces = (ip: string) => Partial<Place>

/** Reads the content of an MMDB file. Throws when it is none. */
export function openOperatorPlaces(content: Buffer): OperatorPlaces {
  // The library's types name MaxMind's own products only; the file may be anybody's.
  const reader = new Reader<CityResponse>(content)
  return (ip) => placeOf(reader.get(ip) as Entry | null)
}

function placeOf(entry: Entry | null): Partial<Place> {
  const country = entry ? codeOf(entry) : ''
  if (!entry || country === '') return {}
  const province = nameOf(entry.subdivisions?.[0], country) || (entry.region ?? '')
  const city = nameOf(entry.city, country)
  const carrier =
    entry.traits?.isp ??
    entry.isp ??
    entry.traits?.autonomous_system_organization ??
    entry.autonomous_system_organization ??
    entry.as_name
  return known({ country, ...(isChinese(country) ? chinese(province, city) : { province, city }), carrier })
}

const codeOf = ({ country, country_code }: Entry): string => {
  const code = country_code ?? (typeof country === 'object' ? country.iso_code : country) ?? ''
  return /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : ''
}

const isChinese = (country: string): boolean => ['CN', 'HK', 'MO', 'TW'].includes(country)

/** Chinese names for places in China, as the bundled data has them; English elsewhere. */
function nameOf(place: Names | string | undefined, country: string): string {
  if (typeof place === 'string') return place
  const { names } = place ?? {}
  return (isChinese(country) ? names?.['zh-CN'] : undefined) ?? names?.['en'] ?? ''
}

/** Short names where the names are Chinese; a city that repeats its province's name (北京) is kept. */
function chinese(province: string, city: string): { province: string; city: string } {
  const { province: short, city: own } = placeInChina(`${province}${city}`)
  return short === `${province}${city}` && city !== '' ? { province, city } : { province: short, city: own }
}

const known = (fields: { [Field in keyof Place]?: string | undefined }): Partial<Place> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
