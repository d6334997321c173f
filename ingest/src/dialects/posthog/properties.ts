/** PostHog's properties in our places: what surrounds an event goes into its context, the rest keeps its name or gets ours. */
import type { Context } from '@firefly/protocol/wire'
import { type Bag, put, textIn, wordsOf } from '../object.ts'
import { libraryOf, platformOf } from './library.ts'

/** What only their server uses, secrets, and what is told elsewhere in the event. */
export const LEFT_OUT = `token api_key $token distinct_id $distinct_id $anon_distinct_id $is_identified $ip $elements $set
  $set_once $unset $time $insert_id $lib_rate_limit_remaining_tokens $lib_custom_api_host $initialization_time
  $configured_session_timeout_ms $config_defaults`
/** What moves into the context. */
export const OF_PAGE = '$current_url $pathname $referrer title'
export const IN_CONTEXT = `$os $os_version $device_manufacturer $device_model
  $app_version $session_id $timezone $raw_user_agent $browser_language`
export const RENAMED = [
  ['$referring_domain', '$referrer_host'],
  ['$prev_pageview_duration', '$duration'],
  ['utm_source', '$utm_source'],
  ['utm_medium', '$utm_medium'],
  ['utm_campaign', '$utm_campaign'],
  ['utm_term', '$utm_term'],
  ['utm_content', '$utm_content'],
] as const
/** What keeps its name and not always its words. */
export const REWORDED = ['$device_type', '$browser'] as const
/** Begins the names of what only their own developers look at. */
export const GONE_PREFIX = '$sdk_debug_'
/** Names that are ours already are in neither; nothing stands for those that go elsewhere. */
const PLACES: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...[...wordsOf(LEFT_OUT, OF_PAGE, IN_CONTEXT)].map((name) => [name, undefined] as const),
  ...RENAMED,
])

const OS: ReadonlyMap<string, string> = new Map([
  ['Mac OS X', 'Mac OS'],
  ['macOS', 'Mac OS'],
])
const BROWSERS: ReadonlyMap<string, string> = new Map([
  ['Microsoft Edge', 'Edge'],
  ['Internet Explorer', 'IE'],
])

export function propertiesOf(properties: Bag): Bag {
  const ours: Bag = {}
  for (const name in properties) {
    const value = properties[name]
    // `$direct` is their word for coming from nowhere; null is as good as absent.
    if (value === null || value === '$direct') continue
    if (PLACES.has(name)) {
      const renamed = PLACES.get(name)
      if (renamed !== undefined) ours[renamed] = value
    } else if (name.charCodeAt(0) !== DOLLAR) put(ours, name, value)
    else if (!name.startsWith(GONE_PREFIX)) ours[name] = wordOf(name, value)
  }
  return ours
}
const DOLLAR = 0x24

function wordOf(name: string, value: unknown): unknown {
  if (name === '$device_type' && typeof value === 'string') return value.toLowerCase()
  if (name === '$browser' && typeof value === 'string') return BROWSERS.get(value) ?? value
  return value
}

/** `library` names who wrote the event where its properties do not. */
export function contextOf(properties: Bag, library: string | undefined): Context {
  const os = textIn(properties['$os'])
  return {
    sessionId: textIn(properties['$session_id'])?.slice(0, 256),
    page: pageOf(properties),
    os: os ? { name: OS.get(os) ?? os, version: textIn(properties['$os_version']) } : undefined,
    device: deviceOf(properties),
    app: appOf(properties),
    locale: textIn(properties['$browser_language']) ?? textIn(properties['$locale']),
    timezone: textIn(properties['$timezone']),
    userAgent: textIn(properties['$raw_user_agent']),
    library: libraryOf(properties, library),
    platform: platformOf(properties),
  }
}

export function pageOf(properties: Bag): Context['page'] {
  const url = textIn(properties['$current_url'])
  if (url === undefined) return undefined
  const referrer = textIn(properties['$referrer'])
  return {
    url,
    path: textIn(properties['$pathname']),
    title: textIn(properties['title']),
    referrer: referrer === '$direct' ? undefined : referrer,
  }
}

function deviceOf(properties: Bag): Context['device'] {
  const manufacturer = textIn(properties['$device_manufacturer'])
  const model = textIn(properties['$device_model'])
  return manufacturer || model ? { manufacturer, model } : undefined
}

function appOf(properties: Bag): Context['app'] {
  const version = textIn(properties['$app_version'])
  return version ? { version } : undefined
}
