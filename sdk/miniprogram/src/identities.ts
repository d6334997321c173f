/** The ids that a host knows a person by (openid, unionid): on every event, and joined with whoever signs in. */
import { idOf } from '@firefly/core/identity'
import { objectIn } from '@firefly/core/json'
import type { State } from '@firefly/core/platform'
import type { Tracker } from '@firefly/core/tracker'

/** Such as `{ openid, unionid }`. */
export type Identities = Record<string, string | undefined>

export interface Bound {
  bind: (identities: Identities) => void
  identify: Tracker['identify']
}

const KEY = 'identities'

/** An id is said as `name:value`, so that the ids of two hosts are never one by chance. */
export function createIdentities(tracker: Tracker, state: State): Bound {
  let known = objectIn(state.get(KEY)) as Record<string, string>
  const asProperties = (): Record<string, string> => {
    const properties: Record<string, string> = {}
    for (const name of Object.keys(known)) properties[`$${name}`] = known[name] as string
    return properties
  }
  tracker.register(asProperties)
  const join = (name: string, user: string): void => {
    const id = `${name}:${known[name]}`
    if (id !== user) tracker.alias(id, user)
  }
  return {
    bind(identities) {
      for (const name of Object.keys(identities)) {
        const id = idOf(identities[name])
        if (!id || known[name] === id) continue
        known = { ...known, [name]: id }
        join(name, tracker.userId() || tracker.anonymousId())
      }
      // Nothing is kept before the user allows it.
      if (tracker.consent() === 'granted') state.set(KEY, JSON.stringify(known))
    },
    identify(userId, traits) {
      const before = tracker.userId()
      tracker.identify(userId, traits)
      const user = tracker.userId()
      if (user && user !== before) Object.keys(known).forEach((name) => join(name, user))
    },
  }
}
