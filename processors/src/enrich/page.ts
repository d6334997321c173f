/** What an event tells of its page: address parts, campaign, and how the visitor came. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Context } from '@firefly/protocol/wire'
import { channelOf } from './channel.ts'

export type OfPage = Pick<
  EventRow,
  | 'url'
  | 'host'
  | 'pathname'
  | 'title'
  | 'referrer'
  | 'referrer_host'
  | 'channel'
  | 'utm_source'
  | 'utm_medium'
  | 'utm_campaign'
  | 'utm_term'
  | 'utm_content'
>

type Properties = Record<string, string>

/** Page fields come from the context, else from the properties, where page calls repeat them. Never throws. */
export function pageOf(context: Context, properties: Properties): OfPage {
  const page = context.page ?? {}
  const url = page.url ?? properties['url'] ?? ''
  const referrer = page.referrer ?? properties['referrer'] ?? ''
  const [address, before] = [parse(url), parse(referrer)]
  const campaign = campaignOf(context, address)
  const host = address?.host ?? ''
  const referrer_host = before?.host ?? ''
  return {
    url,
    host,
    pathname: page.path ?? properties['path'] ?? address?.pathname ?? '',
    title: page.title ?? properties['title'] ?? '',
    referrer,
    referrer_host,
    ...campaign,
    channel:
      url || referrer ? channelOf({ host, referrer_host, ...campaign, query: address?.searchParams }) : '',
  }
}

type Campaign = Pick<OfPage, 'utm_source' | 'utm_medium' | 'utm_campaign' | 'utm_term' | 'utm_content'>

function campaignOf({ campaign }: Context, address: URL | undefined): Campaign {
  const part = (given: string | null | undefined, name: string): string =>
    given ?? address?.searchParams.get(name) ?? ''
  return {
    utm_source: part(campaign?.source, 'utm_source'),
    utm_medium: part(campaign?.medium, 'utm_medium'),
    utm_campaign: part(campaign?.name, 'utm_campaign'),
    utm_term: part(campaign?.term, 'utm_term'),
    utm_content: part(campaign?.content, 'utm_content'),
  }
}

const parse = (url: string): URL | undefined => (url !== '' && URL.canParse(url) ? new URL(url) : undefined)
