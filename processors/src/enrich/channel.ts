/** How a visitor came: what the link says of itself first, where it stood second. */

export interface Arrived {
  host: string
  referrer_host: string
  utm_source: string
  utm_medium: string
  query: URLSearchParams | undefined
}

export type Channel = 'ad' | 'email' | 'search' | 'social' | 'internal' | 'referral' | 'direct'

const PAID = /^(cpc|ppc|cpm|cpv|cpa|paid.*|display|banner|retargeting|ads?|sem|feed_?ads?)$/i
const MAIL = /^(e-?mail|edm|newsletter)$/i
const SOCIAL_MEDIUM = /^(social.*|sns|wechat|moments)$/i
/** What ad platforms add to a link when somebody pays for the click. */
const CLICK_IDS = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'fbclid',
  'bd_vid',
  'qz_gdt',
  'gdt_vid',
  'clickid',
  'yclid',
  'ttclid',
]

const SEARCH =
  /(^|\.)(baidu\.com|sogou\.com|so\.com|sm\.cn|bing\.com|google\.[a-z.]+|yandex\.[a-z.]+|duckduckgo\.com|search\.yahoo\.[a-z.]+|yahoo\.[a-z.]+|naver\.com|toutiao\.com|quark\.cn|ecosia\.org|ask\.com)$/i
const SOCIAL =
  /(^|\.)(weixin\.qq\.com|wx\.qq\.com|weibo\.(com|cn)|zhihu\.com|douyin\.com|xiaohongshu\.com|bilibili\.com|kuaishou\.com|douban\.com|qzone\.qq\.com|facebook\.com|instagram\.com|twitter\.com|x\.com|t\.co|linkedin\.com|reddit\.com|youtube\.com|pinterest\.[a-z.]+|news\.ycombinator\.com|stumbleupon\.com|plus\.google\.com)$/i
const MAILBOX = /(^|\.)(mail\.[a-z0-9-]+\.[a-z.]+|outlook\.(live|office)\.com)$/i

export function channelOf({ host, referrer_host, utm_source, utm_medium, query }: Arrived): Channel {
  if (PAID.test(utm_medium) || CLICK_IDS.some((id) => query?.has(id))) return 'ad'
  if (MAIL.test(utm_medium) || MAIL.test(utm_source)) return 'email'
  if (SOCIAL_MEDIUM.test(utm_medium)) return 'social'
  if (referrer_host === '') return utm_source === '' ? 'direct' : 'referral'
  if (sameSite(host, referrer_host)) return 'internal'
  if (SOCIAL.test(referrer_host)) return 'social'
  if (MAILBOX.test(referrer_host)) return 'email'
  return SEARCH.test(referrer_host) ? 'search' : 'referral'
}

/** `www.` and the bare name are one site; other sub-domains may be other people's. */
const sameSite = (one: string, other: string): boolean => bare(one) === bare(other)
const bare = (host: string): string => host.toLowerCase().replace(/^(www|m)\./, '')
