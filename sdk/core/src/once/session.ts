/** Sessions of a program that runs once, where nobody else begins or ends one. */
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { objectIn } from '../json.ts'
import type { Values } from '../platform.ts'
import { isWithin, NONE, type Session, SESSION_MAX_MS, type Sessions, SHARE_EVERY_MS } from '../session.ts'

const KEY = 'session'

export function createOnceSessions({ get, set }: Values, makeId: (now: number) => string): Sessions {
  let current: Session | undefined
  let keptAt = 0
  return {
    touch(now, other) {
      const [id, startedAt, lastSeenAt] = current || (Object.values(objectIn(get(KEY))) as unknown as Session)
      const goesOn =
        (other || id) === id &&
        isWithin(SESSION_IDLE_MS, now, lastSeenAt) &&
        isWithin(SESSION_MAX_MS, now, startedAt)
      current = goesOn ? [id, startedAt, Math.max(now, lastSeenAt)] : [other || makeId(now), now, now]
      if (!goesOn || !isWithin(SHARE_EVERY_MS, now, keptAt)) {
        keptAt = now
        set(KEY, JSON.stringify(current))
      }
      return current[0]
    },
    endSession() {
      current = NONE
      set(KEY, '')
    },
  }
}
