/** Who acts: the device's own id, and the signed-in user once `identify` has named one. */
import { MAX_ID_LENGTH } from '@firefly/protocol/limits'
import type { State } from './platform.ts'

const KEY = 'identity'

export interface Identity {
  anonymousId(): string
  userId(): string | undefined
  identify(userId: string): void
  /** A new device id and no user: the next person at this device is a stranger to the last. */
  reset(): void
  /** Takes over what another tab has written since. */
  refresh(): void
}

/** A usable id as text, or undefined. An id that is too long is refused: cut short it could become someone else's. */
export function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  return typeof id === 'string' && id !== '' && id.length <= MAX_ID_LENGTH ? id : undefined
}

export function createIdentity(state: State, makeId: () => string): Identity {
  let ids: [anonymousId: string, userId?: string] | undefined

  const save = (next: [string, string?]): [string, string?] => {
    ids = next
    state.set(KEY, JSON.stringify(next))
    return next
  }
  const current = (): [string, string?] => {
    ids ??= parse(state.get(KEY)) ?? save([makeId()])
    return ids
  }
  return {
    anonymousId: () => current()[0],
    userId: () => current()[1],
    identify: (userId) => void save([current()[0], userId]),
    reset: () => {
      ids = undefined
      state.remove(KEY)
    },
    refresh: () => {
      ids = parse(state.get(KEY)) ?? ids
    },
  }
}

function parse(text: string | undefined): [string, string?] | undefined {
  try {
    const [anonymous, user] = (JSON.parse(text ?? '[]') as unknown[]).map(idOf)
    if (anonymous === undefined) return undefined
    return user === undefined ? [anonymous] : [anonymous, user]
  } catch {
    return undefined
  }
}
