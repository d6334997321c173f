/** The ids that a host knows a person by (openid, unionid): on every event, and joined with whoever signs in. */
import { idOf } from '@firefly/core/identity'
import { objectIn } from '@firefly/core/json'
import type { OnceState } from '@firefly/core/once/state'
import type { Tracker } from '@firefly/core/tracker'
import { prefixed } from './prefixed.ts'

/** Such as `{ openid, unionid }`. */
export type Identities = Record<string, string | undefined>

export interface Bound {
  bind: (identities: Identities) => void
  identify: Tracker['identify']
}

const KEY = 'identities'

/** An id is said as `name:value`, so that the ids of two hosts are never one by chance. */
export function createIdentities(tracker: Tracker, state: OnceState): Bound {
  const { userId, alias } = tracker
  const known = objectIn(state.get(KEY)) as Record<string, string>
  tracker.register(() => prefixed('$', known))
  const join = (name: string, user: string): void => {
    const id = `${name}:${known[name]}`
    if (id !== user) alias(id, user)
  }
  return {
    bind(identities) {
      for (const name of Object.keys(identities)) {
        const id = idOf(identities[name])
        if (!id || known[name] === id) continue
        known[name] = id
        join(name, userId() || tracker.anonymousId())
      }
      // Nothing is kept before the user allows it.
      if (tracker.consent() === 'granted') state.set(KEY, JSON.stringify(known))
    },
    identify(id, traits) {
      const before = userId()
      tracker.identify(id, traits)
      const user = userId()
      if (user && user !== before) Object.keys(known).forEach((name) => join(name, user))
    },
  }
}
