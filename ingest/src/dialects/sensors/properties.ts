/** Sensors' properties in our places: what surrounds an event goes into its context, the rest keeps its name or gets ours. */
import type { Context } from '@firefly/protocol/wire'
import { type Bag, put, textIn, wordsOf } from '../object.ts'
import { libraryOf, platformOf } from './library.ts'

/** Addresses of people, secrets, and what is told elsewhere in the event. */
export const LEFT_OUT = '$ip $is_login_id $project $token'
/** What moves into the context. */
export const OF_PAGE = '$url $url_path $title $referrer'
export const IN_CONTEXT = `$os $os_version $manufacturer $model $app_version $carrier $language
  $user_agent $event_session_id`
const ELSEWHERE = wordsOf(LEFT_OUT, OF_PAGE, IN_CONTEXT)

export const RENAMED: ReadonlyMap<string, string> = new Map([
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
export const UNKNOWN = '取值异常'
export const UNPARSED = '解析失败'

export function propertiesOf(properties: Bag): Bag {
  const ours: Bag = {}
  for (const name in properties) {
    const value = properties[name]
    if (value === null || isUnknown(value)) continue
    // Names of theirs begin alike, and nobody else's are elsewhere or renamed.
    if (name.charCodeAt(0) !== DOLLAR) put(ours, name, value)
    else if (!ELSEWHERE.has(name)) ours[RENAMED.get(name) ?? name] = value
  }
  return ours
}
const DOLLAR = 0x24

const isUnknown = (value: unknown): boolean =>
  typeof value === 'string' && (value === UNKNOWN || value.endsWith(UNPARSED))

export function contextOf(event: Bag, properties: Bag): Context {
  const os = textOf(properties, '$os')
  const version = textOf(properties, '$app_version')
  const carrier = textOf(properties, '$carrier')
  return {
    sessionId: textOf(properties, '$event_session_id')?.slice(0, 256),
    page: pageOf(properties),
    os: os ? { name: os, version: textOf(properties, '$os_version') } : undefined,
    device: deviceOf(properties),
    app: version ? { version } : undefined,
    network: carrier ? { carrier } : undefined,
    locale: textOf(properties, '$language'),
    userAgent: textOf(properties, '$user_agent'),
    library: libraryOf(event, properties),
    platform: platformOf(event, properties),
  }
}

function textOf(properties: Bag, name: string): string | undefined {
  const value = properties[name]
  return value === undefined || isUnknown(value) ? undefined : textIn(value)
}

export function pageOf(properties: Bag): Context['page'] {
  const path = textOf(properties, '$url_path')
  const url = textOf(properties, '$url') ?? path
  if (url === undefined) return undefined
  return { url, path, title: textOf(properties, '$title'), referrer: textOf(properties, '$referrer') }
}

function deviceOf(properties: Bag): Context['device'] {
  const manufacturer = textOf(properties, '$brand') ?? textOf(properties, '$manufacturer')
  const model = textOf(properties, '$model')
  return manufacturer || model ? { manufacturer, model } : undefined
}
