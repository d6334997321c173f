/** Sessions: they end after 30 minutes of silence or 24 hours in all, and are shared by every tab. */
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import { objectIn } from './json.ts'
import type { State } from './platform.ts'

export const SESSION_MAX_MS = 24 * 60 * 60 * 1000
/** How stale the shared copy may get: writing it at every event would be most of the cost of `track`. */
export const SHARE_EVERY_MS = 5_000
const KEY = 'session'

export interface Sessions {
  /** The session of an event at `now`; a new one begins when the last is over. `other`: one that somebody else has begun. */
  touch: (now: number, other?: string) => string
  endSession: () => void
}

export type Session = readonly [id: string, startedAt: number, lastSeenAt: number]

/** Long over. */
export const NONE: Session = ['', 0, 0]

/** A clock set far back ends a session as well. */
export const isWithin = (ms: number, now: number, at: number): boolean => Math.abs(now - at) < ms

export function createSessions(state: State, makeId: (now: number) => string): Sessions {
  let current = NONE
  let sharedAt = 0

  /** Another tab may have seen the user later, or begun the next session. */
  const load = (): void => {
    const kept = objectIn(state.get(KEY)) as unknown as Session
    if (kept[2] > (kept[0] === current[0] ? current[2] : 0)) current = kept
  }
  return {
    touch(now, other) {
      const isFresh = !other && isWithin(SHARE_EVERY_MS, now, sharedAt)
      if (!isFresh) load()
      const [id, startedAt, lastSeenAt] = current
      const goesOn =
        (other || id) === id &&
        isWithin(SESSION_IDLE_MS, now, lastSeenAt) &&
        isWithin(SESSION_MAX_MS, now, startedAt)
      current = goesOn ? [id, startedAt, Math.max(now, lastSeenAt)] : [other || makeId(now), now, now]
      if (!isFresh || !goesOn) {
        sharedAt = now
        state.set(KEY, JSON.stringify(current))
      }
      return current[0]
    },
    endSession() {
      current = NONE
      sharedAt = 0
      state.remove(KEY)
    },
  }
}
