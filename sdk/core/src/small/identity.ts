/** Who acts, in the fewest bytes of code: the device's own id, and the signed-in user once `identify` has named one. */
import { type Identity, IDENTITY_KEYS } from '../identity.ts'
import type { Values } from '../platform.ts'

export function createSmallIdentity(
  { get, set, remove }: Values,
  makeId: () => string,
): Omit<Identity, 'become'> {
  const [anonymousKey, userKey] = IDENTITY_KEYS as [string, string]
  let anonymous: string | undefined
  let user: string | undefined
  const refresh = (): void => {
    anonymous = get(anonymousKey) || anonymous
    user = get(userKey)
  }
  const anonymousId = (): string => {
    if (!anonymous) refresh()
    if (!anonymous) set(anonymousKey, (anonymous = makeId()))
    return anonymous
  }
  return {
    anonymousId,
    userId() {
      anonymousId()
      return user
    },
    signIn(userId) {
      anonymousId()
      set(userKey, (user = userId))
    },
    reset() {
      anonymous = user = undefined
      IDENTITY_KEYS.forEach(remove)
    },
    refresh,
  }
}
