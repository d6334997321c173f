/** Where visitors come from: the campaign of this session, and the first and the latest touch. */
import type { Extension } from '@firefly/core/extension'
import { objectIn } from '@firefly/core/json'
import type { Context } from '@firefly/core/context'
import { all } from '../lifecycle.ts'
import { attempt } from '../state.ts'

/** How a visit began: its UTM parameters by their own names, and the referrer's host. */
export type Touch = Record<string, string>

const UTM = ['source', 'medium', 'campaign', 'term', 'content']
const LONGEST = 200

/** What of a landing counts as a touch; empty for a direct or internal one. */
export function touchOf(search: string, referrer: string, host: string): Touch {
  const query = new URLSearchParams(search)
  const from = attempt(() => new URL(referrer).hostname)
  const touch: Touch = from && from !== host ? { referrer_host: from } : {}
  for (const name of UTM) {
    const value = query.get(`utm_${name}`)
    if (value) touch[`utm_${name}`] = value.slice(0, LONGEST)
  }
  return touch
}

/** `context.campaign` for the session it brought; `$initial_…` and `$latest_…` properties on every event. */
export const campaign = (): Extension => ({
  name: 'campaign',
  setup({ state, register, surround, sessionId }) {
    const keep = (key: string, value: object): boolean => state.set(key, JSON.stringify(value))
    const touch = touchOf(location.search, document.referrer, location.hostname)
    if (Object.keys(touch)[0]) {
      if (!state.get('initial')) keep('initial', touch)
      keep('latest', touch)
      if (/[?&]utm_/.test(location.search)) keep('session', { id: sessionId(), touch })
    }
    const properties: Record<string, unknown> = {}
    for (const key of ['initial', 'latest'])
      for (const [name, value] of Object.entries(objectIn(state.get(key))))
        properties[`$${key}_${name}`] = value
    const { id, touch: landing } = objectIn(state.get('session'))
    const campaign: Record<string, unknown> = {}
    for (const name of UTM) campaign[name === 'campaign' ? 'name' : name] = Object(landing)[`utm_${name}`]
    const around = { campaign } as Context
    return all(
      register(() => properties),
      surround(() => (id === sessionId() ? around : undefined)),
    )
  },
})
