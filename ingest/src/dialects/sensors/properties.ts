/** Sensors' properties in our places: what surrounds an event goes into its context, the rest keeps its name or gets ours. */
import type { Context } from '@firefly/protocol/wire'
import { type Bag, defined, put, textIn, wordsOf } from '../object.ts'
import { libraryOf, platformOf } from './library.ts'

/** Addresses of people, secrets, and what is told elsewhere in the event. */
const LEFT_OUT = '$ip $is_login_id $project $token'
/** What moves into the context. */
const IN_CONTEXT = `$url $url_path $title $referrer $os $os_version $manufacturer $model $app_version $carrier $language
  $user_agent $event_session_id`
const ELSEWHERE = wordsOf(LEFT_OUT, IN_CONTEXT)

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['$url_host', '$host'],
  ['$element_type', '$element'],
  ['$element_content', '$text'],
  ['$element_selector', '$selector'],
  ['$element_target_url', '$href'],
  ['$page_x', '$x'],
  ['$page_y', '$y'],
  ['$event_duration', '$duration'],
])
/** What their page library writes where it could not find out. */
const UNKNOWN = /^(?:取值异常|url的domain解析失败|.*解析失败)$/

export function propertiesOf(properties: Bag): Bag {
  const ours: Bag = {}
  for (const name in properties) {
    const value = properties[name]
    if (value === null || ELSEWHERE.has(name) || isUnknown(value)) continue
    put(ours, RENAMED.get(name) ?? name, value)
  }
  return ours
}

const isUnknown = (value: unknown): boolean => typeof value === 'string' && UNKNOWN.test(value)

export function contextOf(event: Bag, properties: Bag): Context {
  const text = (name: string): string | undefined =>
    isUnknown(properties[name]) ? undefined : textIn(properties[name])
  const page = defined({
    url: text('$url') ?? text('$url_path'),
    path: text('$url_path'),
    title: text('$title'),
    referrer: text('$referrer'),
  })
  const device = defined({ manufacturer: text('$brand') ?? text('$manufacturer'), model: text('$model') })
  return defined({
    sessionId: text('$event_session_id')?.slice(0, 256),
    page: page.url ? page : undefined,
    os: text('$os') ? defined({ name: text('$os'), version: text('$os_version') }) : undefined,
    device: Object.keys(device).length > 0 ? device : undefined,
    app: text('$app_version') ? { version: text('$app_version') } : undefined,
    network: text('$carrier') ? { carrier: text('$carrier') } : undefined,
    locale: text('$language'),
    userAgent: text('$user_agent'),
    library: libraryOf(event, properties),
    platform: platformOf(event, properties),
  }) as Context
}
