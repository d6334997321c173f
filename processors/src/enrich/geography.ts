/** Where an address is: by the operator's own file where there is one, else by the bundled data. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { readAddress, showAddress } from './address.ts'
import { bundledPlace } from './bundled-places.ts'
import { remember } from './lru.ts'
import { type OperatorPlaces, openOperatorPlaces } from './operator-places.ts'
import { NOWHERE, type Place } from './place.ts'

export type { Place }

export interface GeoResolver {
  /** Never throws; private, unknown and broken addresses are nowhere. */
  locate(ip: string): Place
}

export interface Geography extends GeoResolver {
  /** Reads the operator's file again. When that fails it rejects, and the old content stays in use. */
  reload(): Promise<void>
}

export interface GeographyOptions {
  /** Answers for so many addresses, the most recently asked, are remembered. */
  cacheSize: number
  /** Path of an MMDB file that the operator has a licence for. */
  databaseFile?: string
}

/** Throws when `databaseFile` cannot be read or is no MMDB file; the bundled data is loaded when first asked. */
export function openGeography({ cacheSize, databaseFile }: GeographyOptions): Geography {
  const using = (content: Buffer | undefined): GeoResolver['locate'] => {
    const places = content && openFile(content, databaseFile ?? '')
    return remember(cacheSize, (ip) => locate(ip, places))
  }
  let current = using(databaseFile === undefined ? undefined : readFileSync(databaseFile))
  return {
    locate: (ip) => current(ip),
    reload: async () => {
      if (databaseFile !== undefined) current = using(await readFile(databaseFile))
    },
  }
}

function openFile(content: Buffer, path: string): OperatorPlaces {
  try {
    return openOperatorPlaces(content)
  } catch (cause) {
    throw new Error(`${path} is no MMDB file`, { cause })
  }
}

/** The operator's file has the last word; what it leaves open the bundled data fills, as far as both mean one country. */
function locate(ip: string, places: OperatorPlaces | undefined): Place {
  const groups = readAddress(ip)
  if (!groups) return NOWHERE
  const own = places?.(showAddress(groups)) ?? {}
  const bundled = bundledPlace(groups)
  if (own.country === undefined || own.country === bundled.country) return fill(own, bundled)
  return { ...NOWHERE, ...own }
}

/** A province that both name differently leaves the bundled city out: it would lie in the other one. */
function fill(own: Partial<Place>, bundled: Place): Place {
  const elsewhere = own.province !== undefined && own.province !== bundled.province
  return { ...bundled, ...(elsewhere ? { city: '' } : {}), ...own }
}
