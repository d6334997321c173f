/** Who acts: the device's own id, and the signed-in user once `identify` has named one. */
import { MAX_ID_LENGTH } from '@firefly/protocol/limits'
import type { State } from './platform.ts'

const ANONYMOUS = 'anonymousId'
const USER = 'userId'
/** What the sub-domains of a site have in common. */
export const IDENTITY_KEYS: readonly string[] = [ANONYMOUS, USER]

export interface Identity {
  anonymousId: () => string
  userId: () => string | undefined
  signIn: (userId: string) => void
  /** Becomes who another says is here: the app around a page, or the mini-program that opened it. */
  become: (anonymousId: string, userId: string | undefined) => void
  /** A new device id and no user: the next person at this device is a stranger to the last. */
  reset: () => void
  /** Takes over what another tab has written since. */
  refresh: () => void
}

/** A usable id as text, or undefined. One that is too long is refused: cut short it could become someone else's. */
export function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' ? String(value) : value
  return typeof id === 'string' && id && id.length <= MAX_ID_LENGTH ? id : undefined
}

export function createIdentity(state: State, makeId: () => string): Identity {
  let anonymous: string | undefined
  let user: string | undefined

  const refresh = (): void => {
    anonymous = idOf(state.get(ANONYMOUS)) || anonymous
    user = idOf(state.get(USER))
  }
  const become = (anonymousId: string, userId: string | undefined): void => {
    anonymous = anonymousId
    user = userId
    state.set(ANONYMOUS, anonymousId)
    if (userId) state.set(USER, userId)
    else state.remove(USER)
  }
  const anonymousId = (): string => {
    if (!anonymous) refresh()
    if (!anonymous) become(makeId(), user)
    return anonymous as string
  }
  return {
    anonymousId,
    userId() {
      anonymousId()
      return user
    },
    signIn: (userId) => become(anonymousId(), userId),
    become,
    reset() {
      anonymous = user = undefined
      IDENTITY_KEYS.forEach(state.remove)
    },
    refresh,
  }
}
