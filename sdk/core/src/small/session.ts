/** Sessions in the fewest bytes of code: what other tabs have seen of the user wins where it is later. */
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { objectIn } from '../json.ts'
import type { Values } from '../platform.ts'
import { isWithin, NONE, type Session, SESSION_MAX_MS, SHARE_EVERY_MS } from '../session.ts'

const KEY = 'session'

export interface SmallSessions {
  /** The session of an event at `now`; a new one begins when the last is over. */
  touch: (now: number) => string
  endSession: () => void
}

export function createSmallSessions(
  { get, set, remove }: Values,
  makeId: (now: number) => string,
): SmallSessions {
  /** Where nothing can be kept it lasts as long as the page. */
  let current = NONE
  let sharedAt = 0
  return {
    touch(now) {
      const isFresh = isWithin(SHARE_EVERY_MS, now, sharedAt)
      const kept = isFresh ? current : (objectIn(get(KEY)) as unknown as Session)
      if (kept[2] > current[2]) current = kept
      const [id, startedAt, lastSeenAt] = current
      const goesOn = isWithin(SESSION_IDLE_MS, now, lastSeenAt) && isWithin(SESSION_MAX_MS, now, startedAt)
      current = goesOn ? [id, startedAt, Math.max(now, lastSeenAt)] : [makeId(now), now, now]
      if (!isFresh || !goesOn) {
        sharedAt = now
        set(KEY, JSON.stringify(current))
      }
      return current[0]
    },
    endSession() {
      current = NONE
      remove(KEY)
    },
  }
}
