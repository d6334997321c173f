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
  return CHANGES.flatMap((event) => {
    const properties = kept(changes[event])
    if (!properties) return []
    const id = messageId ? { messageId: `${messageId}${event}` } : {}
    return {
      type: 'track',
      event,
      ...id,
      userId,
      anonymousId,
      timestamp,
      ...(context && { context }),
      properties,
    }
  })
}

/** Null says nothing about a user. */
function kept(changes: Bag | undefined): Bag | undefined {
  const entries = Object.entries(changes ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
