/** How a visitor came: what the link says of itself first, where it stood second. */
import { MAIL_HOSTS, SEARCH_HOSTS, SOCIAL_HOSTS } from './channel-hosts.ts'

export interface Arrived {
  host: string
  referrer_host: string
  utm_source: string
  utm_medium: string
  /** Whether the address has what ad platforms add for a paid click. */
  isPaid: boolean
}

export type Channel = 'ad' | 'email' | 'search' | 'social' | 'internal' | 'referral' | 'direct'

const PAID =
  /^(?:cpc|ppc|cpm|cpv|cpa|cps|cpt|ocpc|ocpm|sem|paid.*|display|banner|retargeting|ads?|advert\w*|feed[-_]?ads?|信息流|竞价|广告)$/i
const MAIL = /^(?:e-?mail|edm|newsletter|邮件)$/i
const SOCIAL = /^(?:social.*|sns|wechat|weixin|moments|朋友圈|公众号)$/i
const SEARCH = /^(?:organic|seo)$/i
/** Apps that open a link tell no referrer, so the source that the link names is all there is. */
const SOCIAL_SOURCE =
  /^(?:wechat|weixin|wx|weibo|zhihu|douyin|tiktok|xiaohongshu|xhs|bilibili|kuaishou|qzone|facebook|instagram|twitter|x|linkedin|youtube|reddit)$/i
/** What ad platforms add to a link when somebody pays for the click. Facebook adds `fbclid` to unpaid ones too: not here. */
const CLICK_IDS =
  'gclid gbraid wbraid dclid msclkid bd_vid qz_gdt gdt_vid clickid yclid ttclid twclid li_fat_id ks_callback'.split(
    ' ',
  )

export const isPaidClick = (query: URLSearchParams): boolean => CLICK_IDS.some((id) => query.has(id))

export function channelOf({ host, referrer_host, utm_source, utm_medium, isPaid }: Arrived): Channel {
  if (isPaid || PAID.test(utm_medium)) return 'ad'
  if (MAIL.test(utm_medium) || MAIL.test(utm_source)) return 'email'
  if (SOCIAL.test(utm_medium)) return 'social'
  if (SEARCH.test(utm_medium)) return 'search'
  if (referrer_host !== '') return channelOfHost(host, referrer_host)
  if (SOCIAL_SOURCE.test(utm_source)) return 'social'
  return utm_source === '' ? 'direct' : 'referral'
}

/** Mail and social hosts lie under the names of search engines (`mail.google.com`), so they are looked at first. */
function channelOfHost(host: string, referrer_host: string): Channel {
  const before = bare(referrer_host)
  if (bare(host) === before) return 'internal'
  if (MAIL_HOSTS.test(before)) return 'email'
  if (SOCIAL_HOSTS.test(before)) return 'social'
  return SEARCH_HOSTS.test(before) ? 'search' : 'referral'
}

/** `www.` and `m.` are the same site; other sub-domains may be other people's. A port is no part of the name. */
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^(?:www|m)\./, '')
