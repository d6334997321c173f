/** Sessions: they end after 30 minutes of silence or 24 hours in all, and are shared by every tab. */
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import type { State } from './platform.ts'

export const SESSION_MAX_MS = 24 * 60 * 60 * 1000
/** How stale the shared copy may get: writing it at every event would be most of the cost of `track`. */
export const SHARE_EVERY_MS = 5_000
const KEY = 'session'

export interface Sessions {
  /** The session of an event at `now`; a new one begins when the last is over. */
  touch: (now: number) => string
  /** Goes on with a session that another has begun. */
  adopt: (id: string, now: number) => void
  forget: () => void
}

type Session = readonly [id: string, startedAt: number, lastSeenAt: number]

const NEVER = -Infinity

/** A clock set far back ends a session as well. */
const isAlive = ([, startedAt, lastSeenAt]: Session, now: number): boolean =>
  Math.abs(now - lastSeenAt) < SESSION_IDLE_MS && Math.abs(now - startedAt) < SESSION_MAX_MS

export function createSessions(state: State, makeId: (now: number) => string): Sessions {
  let current: Session | undefined
  let sharedAt = NEVER

  /** Another tab may have seen the user later, or begun the next session. */
  const shared = (): Session | undefined => {
    const stored = parse(state.get(KEY))
    return current && (!stored || (stored[0] === current[0] && stored[2] < current[2])) ? current : stored
  }
  const share = (now: number): void => {
    sharedAt = now
    if (current) state.set(KEY, current.join())
  }
  return {
    touch(now) {
      const isFresh = Math.abs(now - sharedAt) < SHARE_EVERY_MS
      const known = isFresh ? current : shared()
      const goesOn = known && isAlive(known, now)
      current = goesOn ? [known[0], known[1], Math.max(now, known[2])] : [makeId(now), now, now]
      if (!isFresh || !goesOn) share(now)
      return current[0]
    },
    adopt(id, now) {
      const known = shared()
      current = known?.[0] === id ? known : [id, now, now]
      share(now)
    },
    forget() {
      current = undefined
      sharedAt = NEVER
      state.remove(KEY)
    },
  }
}

function parse(text = ''): Session | undefined {
  const [id, startedAt, lastSeenAt] = text.split(',')
  return id && lastSeenAt ? [id, Number(startedAt), Number(lastSeenAt)] : undefined
}
