/** What an event tells of its page: address parts, campaign, and how the visitor came. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Context } from '@firefly/protocol/wire'
import { channelOf } from './channel.ts'

type Campaign = Pick<EventRow, 'utm_source' | 'utm_medium' | 'utm_campaign' | 'utm_term' | 'utm_content'>
export type OfPage = Campaign &
  Pick<EventRow, 'url' | 'host' | 'pathname' | 'title' | 'referrer' | 'referrer_host' | 'channel'>

type Properties = Record<string, string>

/** Page fields come from the context, else from the properties, where page calls repeat them. Never throws. */
export function pageOf(context: Context, properties: Properties): OfPage {
  const page = context.page ?? {}
  const url = page.url || properties['url'] || ''
  const referrer = page.referrer || properties['referrer'] || ''
  const [address, before] = [parse(url), parse(referrer)]
  const query = queryOf(address)
  const campaign = campaignOf(context, query)
  const [host, referrer_host] = [address?.host ?? '', before?.host ?? '']
  return {
    url,
    host,
    pathname: page.path || properties['path'] || address?.pathname || '',
    title: page.title || properties['title'] || '',
    referrer,
    referrer_host,
    ...campaign,
    channel: url || referrer ? channelOf({ host, referrer_host, ...campaign, query }) : '',
  }
}

/** An address of its own, or the path of a mini-program's page (`pages/index/index?id=1`), which has no host. */
function parse(url: string): Pick<URL, 'host' | 'pathname' | 'search' | 'hash'> | undefined {
  if (url === '') return undefined
  if (URL.canParse(url)) return new URL(url)
  if (!/^(?:\/(?!\/)|[\w-]+(?:\/[\w-]+)+(?:[?#]|$))/.test(url)) return undefined
  const { pathname, search, hash } = new URL(url, 'http://none')
  return { host: '', pathname, search, hash }
}

/** Pages that keep their place behind `#` (`#/goods?utm_source=x`) may have their campaign there. */
function queryOf(address: ReturnType<typeof parse>): URLSearchParams {
  const [, inHash = ''] = address?.hash.split('?', 2) ?? []
  const query = new URLSearchParams(address?.search)
  for (const [name, value] of new URLSearchParams(inHash)) if (!query.has(name)) query.append(name, value)
  return query
}

function campaignOf({ campaign }: Context, query: URLSearchParams): Campaign {
  return {
    utm_source: campaign?.source || query.get('utm_source') || '',
    utm_medium: campaign?.medium || query.get('utm_medium') || '',
    utm_campaign: campaign?.name || query.get('utm_campaign') || '',
    utm_term: campaign?.term || query.get('utm_term') || '',
    utm_content: campaign?.content || query.get('utm_content') || '',
  }
}
