/** Where visitors come from: the campaign of this session, and the first and the latest touch. */
import type { Extension, ExtensionHost } from '@firefly/core/extension'
import type { Context } from '@firefly/protocol/wire'
import { all } from '../lifecycle.ts'

/** UTM parameter → field of `context.campaign`. */
const FIELDS = {
  source: 'source',
  medium: 'medium',
  campaign: 'name',
  term: 'term',
  content: 'content',
} as const
const LONGEST = 200

/** How a visit began: its UTM parameters and the referrer's host. */
export type Touch = Partial<Record<`utm_${keyof typeof FIELDS}` | 'referrer_host', string>>

/** What of this landing counts as a touch; undefined for a direct or internal one. */
export function touchOf(search: string, referrer: string, host: string): Touch | undefined {
  const query = new URLSearchParams(search)
  const touch: Touch = {}
  for (const name of Object.keys(FIELDS) as (keyof typeof FIELDS)[]) {
    const value = query.get(`utm_${name}`)
    if (value) touch[`utm_${name}`] = value.slice(0, LONGEST)
  }
  const from = hostOf(referrer)
  if (from && from !== host) touch.referrer_host = from
  return Object.keys(touch).length > 0 ? touch : undefined
}

/** `context.campaign` for the session it brought; `$initial_…` and `$latest_…` properties on every event. */
export const campaign = (): Extension => ({
  name: 'campaign',
  setup(host) {
    const touch = touchOf(location.search, document.referrer, location.hostname)
    if (touch) remember(host, touch)
    const properties = {
      ...prefixed('$initial_', read(host, 'first')),
      ...prefixed('$latest_', read(host, 'latest')),
    }
    const brought = campaignOf(read(host, 'latest'))
    const session = host.state.get('session')
    return all([
      host.register(() => properties),
      host.surround(() => (brought && session === host.sessionId() ? brought : undefined)),
    ])
  },
})

function remember(host: ExtensionHost, touch: Touch): void {
  const text = JSON.stringify(touch)
  if (host.state.get('first') === undefined) host.state.set('first', text)
  host.state.set('latest', text)
  host.state.set('session', host.sessionId())
}

function read(host: ExtensionHost, which: 'first' | 'latest'): Touch {
  try {
    return JSON.parse(host.state.get(which) ?? '{}') as Touch
  } catch {
    return {}
  }
}

const prefixed = (prefix: string, touch: Touch): Record<string, string> =>
  Object.fromEntries(Object.entries(touch).map(([name, value]) => [prefix + name, value]))

function campaignOf(touch: Touch): Context | undefined {
  const fields = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((name) => {
    const value = touch[`utm_${name}`]
    return value === undefined ? [] : [[FIELDS[name], value] as const]
  })
  return fields.length > 0 ? { campaign: Object.fromEntries(fields) } : undefined
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).hostname
  } catch {
    // No referrer, or one without an address.
    return undefined
  }
}
