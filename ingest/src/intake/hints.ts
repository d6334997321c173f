/** User agent client hints of a request (`Sec-CH-UA…`): what newer browsers say of themselves beside a user agent that they froze. */
import type { IncomingHttpHeaders } from 'node:http'
import type { ClientHints } from '@firefly/protocol/client-hints'

/** Longer than any browser's own; whoever sends more has only this looked at. */
const LONGEST = 1_024
const NAMES = [
  'sec-ch-ua-full-version-list',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
  'sec-ch-ua-platform-version',
  'sec-ch-ua-model',
]
const BRAND = /"((?:[^"\\]|\\.)*)";\s*v="([^"]*)"/g
const TEXT = /^"((?:[^"\\]|\\.)*)"$/

/** Nothing where the browser says nothing; a header that is no structured field (RFC 8941) says nothing either. */
export function hintsOf(headers: IncomingHttpHeaders): ClientHints | undefined {
  // Servers, apps and mini-programs send none, and this is asked of every batch.
  if (NAMES.every((name) => headers[name] === undefined)) return undefined
  const hints: ClientHints = {}
  const brands = brandsIn(headers['sec-ch-ua-full-version-list'])
  if (brands.length > 0) hints.fullVersionList = brands
  const mobile = headers['sec-ch-ua-mobile']
  if (mobile === '?1' || mobile === '?0') hints.mobile = mobile === '?1'
  const platform = textIn(headers['sec-ch-ua-platform'])
  if (platform) hints.platform = platform
  const version = textIn(headers['sec-ch-ua-platform-version'])
  if (version) hints.platformVersion = version
  const model = textIn(headers['sec-ch-ua-model'])
  if (model) hints.model = model
  return Object.keys(hints).length > 0 ? hints : undefined
}

const plain = (header: string | string[] | undefined): string =>
  typeof header === 'string' ? header.slice(0, LONGEST).trim() : ''

const textIn = (header: string | string[] | undefined): string =>
  unescaped(TEXT.exec(plain(header))?.[1] ?? '')

const brandsIn = (header: string | string[] | undefined): { brand: string; version: string }[] =>
  [...plain(header).matchAll(BRAND)].map(([, brand = '', version = '']) => ({
    brand: unescaped(brand),
    version,
  }))

const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, '$1')
