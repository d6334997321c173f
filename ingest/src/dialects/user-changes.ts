/** What a dialect says about a user, as the native events that say it: `$set`, `$set_once`, `$increment`, `$append`, `$unset`. */
import type { NativeEvent } from './translated.ts'
import type { Bag } from './object.ts'

export const CHANGES = ['$set', '$set_once', '$increment', '$append', '$unset'] as const
export type Change = (typeof CHANGES)[number]
export type Changes = { [Kind in Change]?: Bag | undefined }

/**
 * One event a kind of change, of the user `base` speaks of. Their properties are the user's, so nothing else is among them;
 * their ids grow out of that of `base`, so that a repetition is known for one.
 */
export function changeEvents(base: NativeEvent, changes: Changes): NativeEvent[] {
  const { messageId, userId, anonymousId, timestamp, context } = base
  const events: NativeEvent[] = []
  for (const event of CHANGES) {
    const properties = changes[event] && kept(changes[event])
    if (!properties) continue
    const id = messageId ? { messageId: `${messageId}${event}` } : {}
    const about = { ...id, userId, anonymousId, timestamp, ...(context && { context }) }
    events.push({ type: 'track', event, ...about, properties })
  }
  return events
}

/** Null says nothing about a user. */
function kept(changes: Bag): Bag | undefined {
  const entries = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined)
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
