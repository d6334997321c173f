/** PostHog's properties in our places: what surrounds an event goes into its context, the rest keeps its name or gets ours. */
import type { Context } from '@firefly/protocol/wire'
import { type Bag, defined, put, textIn, wordsOf } from '../object.ts'
import { libraryOf, platformOf } from './library.ts'

/** What only their server uses, secrets, and what is told elsewhere in the event. */
const LEFT_OUT = `token api_key $token distinct_id $distinct_id $anon_distinct_id $is_identified $ip $elements $set
  $set_once $unset $time $insert_id $lib_rate_limit_remaining_tokens $lib_custom_api_host $initialization_time
  $configured_session_timeout_ms $config_defaults`
/** What moves into the context. */
const IN_CONTEXT = `$current_url $pathname $referrer title $os $os_version $device_manufacturer $device_model
  $app_version $session_id $timezone $raw_user_agent $browser_language`
const ELSEWHERE = wordsOf(LEFT_OUT, IN_CONTEXT)
const isElsewhere = (name: string): boolean => ELSEWHERE.has(name) || name.startsWith('$sdk_debug_')

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['$referring_domain', '$referrer_host'],
  ['$prev_pageview_duration', '$duration'],
  ['utm_source', '$utm_source'],
  ['utm_medium', '$utm_medium'],
  ['utm_campaign', '$utm_campaign'],
  ['utm_term', '$utm_term'],
  ['utm_content', '$utm_content'],
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
    if (value === null || value === '$direct' || isElsewhere(name)) continue
    put(ours, RENAMED.get(name) ?? name, wordOf(name, value))
  }
  return ours
}

function wordOf(name: string, value: unknown): unknown {
  if (name === '$device_type' && typeof value === 'string') return value.toLowerCase()
  if (name === '$browser' && typeof value === 'string') return BROWSERS.get(value) ?? value
  return value
}

/** `library` names who wrote the event where its properties do not. */
export function contextOf(properties: Bag, library: string | undefined): Context {
  const text = (name: string): string | undefined => textIn(properties[name])
  const os = text('$os')
  const page = defined({
    url: text('$current_url'),
    path: text('$pathname'),
    title: text('title'),
    referrer: text('$referrer') === '$direct' ? undefined : text('$referrer'),
  })
  const device = defined({ manufacturer: text('$device_manufacturer'), model: text('$device_model') })
  return defined({
    sessionId: text('$session_id')?.slice(0, 256),
    page: text('$current_url') ? page : undefined,
    os: os ? defined({ name: OS.get(os) ?? os, version: text('$os_version') }) : undefined,
    device: Object.keys(device).length > 0 ? device : undefined,
    app: text('$app_version') ? { version: text('$app_version') } : undefined,
    locale: text('$browser_language') ?? text('$locale'),
    timezone: text('$timezone'),
    userAgent: text('$raw_user_agent'),
    library: libraryOf(properties, library),
    platform: platformOf(properties),
  }) as Context
}
