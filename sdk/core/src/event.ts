/** An event as the host's hook sees it, before it is serialised. */
import type { Context } from './context.ts'

export type Properties = Record<string, unknown>

/** Stands for what threw when it was read; no event can carry a function, so it is left out by name and counted. */
const unreadable = (): void => undefined

/** A copy of what a page gave for properties, or none: the letters of a text are not properties. Never throws. */
export function bagOf(value: unknown): Properties {
  const bag: Properties = {}
  const read = (name: string): void => {
    try {
      bag[name] = (value as Properties)[name]
    } catch {
      bag[name] = unreadable
    }
  }
  try {
    if (typeof value === 'object') Object.keys(value || {}).forEach(read)
  } catch {
    bag['properties'] = unreadable
  }
  return bag
}

/** What may differ from here and now. */
export interface EventOptions {
  /** When it happened. */
  timestamp?: Date | undefined
  /** Wins over the surroundings, key by key. */
  context?: Context | undefined
}

/** An event but for its context. */
export type Bare = Omit<OutgoingEvent, 'context'>

export interface OutgoingEvent {
  type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'
  event?: string
  messageId: string
  anonymousId: string
  userId?: string
  previousId?: string
  groupId?: string
  /** ISO 8601. */
  timestamp: string
  properties?: Properties
  traits?: Properties
  context: Context
}

/** Changes an event, or answers null or false to veto it. No answer keeps the event as it was changed in place. */
export type BeforeSend = (event: OutgoingEvent) => OutgoingEvent | null | false | undefined | void
