/** What an event tells of its page: address parts, campaign, and how the visitor came. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Context } from '@firefly/protocol/wire'
import { channelOf, isPaidClick } from './channel.ts'
import { remember } from './lru.ts'

type Campaign = Pick<EventRow, 'utm_source' | 'utm_medium' | 'utm_campaign' | 'utm_term' | 'utm_content'>
export type OfPage = Campaign &
  Pick<EventRow, 'url' | 'host' | 'pathname' | 'title' | 'referrer' | 'referrer_host' | 'channel'>

type Properties = Record<string, string>

/** What the text of an address says, whatever stands around it. */
interface Address {
  host: string
  pathname: string
  campaign: Campaign
  /** Whether an ad platform says that somebody paid for the click. */
  isPaid: boolean
}

/** Addresses come again and again, and taking one apart costs more than all else a page asks for. */
const ADDRESSES = 20_000
const LONGEST_REMEMBERED = 1_024
const NO_PAGE: NonNullable<Context['page']> = {}
const NO_ADDRESS: Address = {
  host: '',
  pathname: '',
  campaign: campaignIn(new URLSearchParams()),
  isPaid: false,
}
const remembered = remember(ADDRESSES, readAddress)
const addressOf = (url: string): Address =>
  url === '' ? NO_ADDRESS : url.length > LONGEST_REMEMBERED ? readAddress(url) : remembered(url)

/** Page fields come from the context, else from the properties, where page calls repeat them. Never throws. */
export function pageOf(context: Context, properties: Properties): OfPage {
  const page = context.page ?? NO_PAGE
  const url = page.url || properties['url'] || ''
  const referrer = page.referrer || properties['referrer'] || ''
  const visit = visitOf(url, referrer, context.campaign)
  return {
    url,
    host: visit.host,
    pathname: page.path || properties['path'] || visit.pathname,
    title: page.title || properties['title'] || '',
    referrer,
    referrer_host: visit.referrer_host,
    channel: visit.channel,
    utm_source: visit.utm_source,
    utm_medium: visit.utm_medium,
    utm_campaign: visit.utm_campaign,
    utm_term: visit.utm_term,
    utm_content: visit.utm_content,
  }
}

/** What follows from the two addresses and from what the client says of its campaign. */
interface Visit extends Campaign {
  host: string
  pathname: string
  referrer_host: string
  channel: string
}
type Said = Context['campaign']

/** Events come in batches from one page, so the last answer is most often the next one too. */
let last: { url: string; referrer: string; said: Said; visit: Visit } | undefined

function visitOf(url: string, referrer: string, said: Said): Visit {
  if (last?.url !== url || last.referrer !== referrer || last.said !== said)
    last = { url, referrer, said, visit: readVisit(url, referrer, said) }
  return last.visit
}

function readVisit(url: string, referrer: string, said: Said): Visit {
  const { host, pathname, isPaid, campaign: inAddress } = addressOf(url)
  const { host: referrer_host } = addressOf(referrer)
  const campaign = said ? stated(said, inAddress) : inAddress
  const channel = url || referrer ? channelOf({ host, referrer_host, ...campaign, isPaid }) : ''
  return { host, pathname, referrer_host, channel, ...campaign }
}

function readAddress(url: string): Address {
  const address = parse(url)
  if (!address) return NO_ADDRESS
  const query = queryOf(address)
  const { host, pathname } = address
  return { host, pathname, campaign: campaignIn(query), isPaid: isPaidClick(query) }
}

/** An address of its own, or the path of a mini-program's page (`pages/index/index?id=1`), which has no host. */
function parse(url: string): Pick<URL, 'host' | 'pathname' | 'search' | 'hash'> | undefined {
  if (URL.canParse(url)) return new URL(url)
  if (!/^(?:\/(?!\/)|[\w-]+(?:\/[\w-]+)+(?:[?#]|$))/.test(url)) return undefined
  const { pathname, search, hash } = new URL(url, 'http://none')
  return { host: '', pathname, search, hash }
}

/** Pages that keep their place behind `#` (`#/goods?utm_source=x`) may have their campaign there. */
function queryOf({ search, hash }: Pick<URL, 'search' | 'hash'>): URLSearchParams {
  const [, inHash = ''] = hash.split('?', 2)
  const query = new URLSearchParams(search)
  for (const [name, value] of new URLSearchParams(inHash)) if (!query.has(name)) query.append(name, value)
  return query
}

function campaignIn(query: URLSearchParams): Campaign {
  return {
    utm_source: query.get('utm_source') ?? '',
    utm_medium: query.get('utm_medium') ?? '',
    utm_campaign: query.get('utm_campaign') ?? '',
    utm_term: query.get('utm_term') ?? '',
    utm_content: query.get('utm_content') ?? '',
  }
}

/** What the client says of its campaign wins over what the address says. */
const stated = (own: NonNullable<Context['campaign']>, inAddress: Campaign): Campaign => ({
  utm_source: own.source || inAddress.utm_source,
  utm_medium: own.medium || inAddress.utm_medium,
  utm_campaign: own.name || inAddress.utm_campaign,
  utm_term: own.term || inAddress.utm_term,
  utm_content: own.content || inAddress.utm_content,
})
