/** Every built-in property once: its column, its sentence. Feeds filters, breakdowns, pickers and documents. */
import { bind, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { textSql } from './computed/compile.ts'
import { isComputed, parseComputed } from './computed/parse.ts'
import type { Project } from './persons.ts'
import { levelAsked, masked } from './sight/sight.ts'
import { isOfPerson, type Said, traitText } from './traits/trait.ts'

interface BuiltIn {
  about: string
  /** The value as text; empty text is the same as missing. */
  text: (zone: string) => Sql
}

const column = (at: string, about: string): BuiltIn => ({ about, text: () => name(at) })

export const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  $event: column('event', 'Name of the event'),
  $platform: column('platform', 'web, h5, a mini-program host, android, ios, harmony or server'),
  $url: column('url', 'Address of the page'),
  $host: column('host', 'Host of the page'),
  $pathname: column('pathname', 'Path of the page'),
  $title: column('title', 'Title of the page'),
  $referrer: column('referrer', 'Address of the page before'),
  $referrer_host: column('referrer_host', 'Host of the page before'),
  $channel: column(
    'channel',
    'How the visitor came: direct, search, social, ad, email, referral or internal',
  ),
  $utm_source: column('utm_source', 'Campaign source'),
  $utm_medium: column('utm_medium', 'Campaign medium'),
  $utm_campaign: column('utm_campaign', 'Campaign name'),
  $utm_term: column('utm_term', 'Campaign term'),
  $utm_content: column('utm_content', 'Campaign content'),
  $country: column('country', 'Country, from the network address'),
  $province: column('province', 'Province or state, from the network address'),
  $city: column('city', 'City, from the network address'),
  $carrier: column('carrier', 'Network operator'),
  $os: column('os', 'Operating system'),
  $os_version: column('os_version', 'Version of the operating system'),
  $browser: column('browser', 'Browser, or the super-app that shows the page'),
  $browser_version: column('browser_version', 'Version of the browser'),
  $device_type: column('device_type', 'desktop, mobile, tablet, …'),
  $brand: column('brand', 'Maker of the device'),
  $model: column('model', 'Model of the device'),
  $app_version: column('app_version', 'Version of the app'),
  $language: column('language', 'Language the client asked for'),
  $session_id: column('session_id', 'Session, as the SDK says'),
  $is_bot: { about: 'true for known robots', text: () => sql`if(is_bot = 1, 'true', 'false')` },
  $hour: {
    about: 'Hour of the day, 0 to 23, in the question’s zone',
    text: (zone) => sql`toString(toHour(time, ${bind('String', zone)}))`,
  },
  $weekday: {
    about: 'Day of the week, 1 (Monday) to 7, in the question’s zone',
    text: (zone) => sql`toString(toDayOfWeek(time, 0, ${bind('String', zone)}))`,
  },
}

/** A property's value as text, empty when null, empty or missing; whatever its name holds, it stays a parameter. */
export function textOf(said: string | Said, zone: string): Sql {
  if (typeof said !== 'string' && isOfPerson(said)) return traitText(said)
  const property = typeof said === 'string' ? said : said.property
  if (isComputed(property))
    return textSql(parseComputed(property), { textOf: (one) => textOf(one, zone), numberIn })
  const builtIn = Object.hasOwn(BUILT_IN, property) ? BUILT_IN[property] : undefined
  return builtIn ? builtIn.text(zone) : sql`properties[${bind('String', property)}]`
}

/** The same where it is told in the answer: masked if whoever asks may not see it. */
export function shownOf(said: string | Said, zone: string, { sight }: Pick<Project, 'sight'>): Sql {
  const text = textOf(said, zone)
  const property = typeof said === 'string' ? said : said.property
  return sight && levelAsked(property, sight) !== undefined ? masked(text) : text
}

/** A property's value as a number, NULL when it is none; one "inf" or "nan" must not become everybody's sum. */
export const numberOf = (property: string | Said, zone: string): Sql => numberIn(textOf(property, zone))

/** The number that a text is, NULL when it is none. */
export function numberIn(text: Sql): Sql {
  const number = sql`toFloat64OrNull(${text})`
  return sql`if(isFinite(${number}), ${number}, NULL)`
}
