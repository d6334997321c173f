/** Who acts, where nobody else writes to the state: it is all there is to remember. */
import type { Identity } from '../identity.ts'
import type { Values } from '../platform.ts'

const ANONYMOUS = 'anonymousId'
const USER = 'userId'

export function createOnceIdentity({ get, set }: Values, makeId: () => string): Omit<Identity, 'refresh'> {
  const become = (anonymousId: string, userId?: string): void => {
    set(ANONYMOUS, anonymousId)
    set(USER, userId || '')
  }
  const anonymousId = (): string => {
    if (!get(ANONYMOUS)) set(ANONYMOUS, makeId())
    return get(ANONYMOUS) as string
  }
  return {
    anonymousId,
    userId: () => get(USER) || undefined,
    signIn: (userId) => set(USER, userId),
    become,
    reset: () => become(''),
  }
}
