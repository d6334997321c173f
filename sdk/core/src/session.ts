/** Sessions: they end after 30 minutes of silence or 24 hours in all, and are shared by every tab. */
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'
import type { State } from './platform.ts'

export interface Session {
  id: string
  startedAt: number
  lastSeenAt: number
}

export const SESSION_MAX_MS = 24 * 60 * 60 * 1000
/** How stale the shared copy may get: writing it at every event would be most of the cost of `track`. */
export const SHARE_EVERY_MS = 5_000
const KEY = 'session'

/** True when an event at `now` belongs to the session. A clock set far back ends it as well. */
export const isAlive = (session: Session, now: number): boolean =>
  Math.abs(now - session.lastSeenAt) < SESSION_IDLE_MS && Math.abs(now - session.startedAt) < SESSION_MAX_MS

export interface Sessions {
  /** The session of an event at `now`; a new one begins when the last is over. */
  touch(now: number): string
  forget(): void
}

export function createSessions(state: State, makeId: (now: number) => string): Sessions {
  let current: Session | undefined
  let sharedAt = Number.NEGATIVE_INFINITY

  const share = (session: Session, now: number): void => {
    sharedAt = now
    state.set(KEY, JSON.stringify([session.id, session.startedAt, session.lastSeenAt]))
  }
  return {
    touch(now) {
      const fresh = Math.abs(now - sharedAt) < SHARE_EVERY_MS
      const known = fresh ? current : (latest(parse(state.get(KEY)), current) ?? current)
      const session =
        known && isAlive(known, now)
          ? { ...known, lastSeenAt: Math.max(now, known.lastSeenAt) }
          : { id: makeId(now), startedAt: now, lastSeenAt: now }
      current = session
      if (!fresh || session.startedAt === now) share(session, now)
      return session.id
    },
    forget() {
      current = undefined
      sharedAt = Number.NEGATIVE_INFINITY
      state.remove(KEY)
    },
  }
}

/** Another tab may have seen the user later, or begun the next session. */
const latest = (stored: Session | undefined, own: Session | undefined): Session | undefined =>
  stored && own && stored.id === own.id && own.lastSeenAt > stored.lastSeenAt ? own : stored

function parse(text: string | undefined): Session | undefined {
  try {
    const [id, startedAt, lastSeenAt] = JSON.parse(text ?? '[]') as unknown[]
    return typeof id === 'string' && typeof startedAt === 'number' && typeof lastSeenAt === 'number'
      ? { id, startedAt, lastSeenAt }
      : undefined
  } catch {
    return undefined
  }
}
