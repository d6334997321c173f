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
    const touch = touchOf(location.search, document.referrer, location.hostname)
    if (Object.keys(touch).length > 0) {
      if (!state.get('first')) state.set('first', named('$initial_', touch))
      state.set('latest', named('$latest_', touch))
      const campaign: Touch = {}
      for (const name of UTM) campaign[name === 'campaign' ? 'name' : name] = touch[`utm_${name}`] as string
      if (/[?&]utm_/.test(location.search))
        state.set('session', JSON.stringify({ id: sessionId(), campaign }))
    }
    const properties = { ...objectIn(state.get('first')), ...objectIn(state.get('latest')) }
    const { id, campaign } = objectIn(state.get('session'))
    const around = { campaign } as Context
    return all(
      register(() => properties),
      surround(() => (id === sessionId() ? around : undefined)),
    )
  },
})

const named = (prefix: string, touch: Touch): string =>
  JSON.stringify(Object.fromEntries(Object.entries(touch).map(([name, value]) => [prefix + name, value])))
