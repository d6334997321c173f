/** An event as the host's hook sees it, before it is serialised. */
import type { Context } from './context.ts'

export type Properties = Record<string, unknown>

/** Stands for what threw when it was read; no event can carry a function, so it is left out by name and counted. */
const unreadable = (): void => undefined

/** A copy of what a page gave for properties, or none: the letters of a text are not properties. Never throws. */
export function bagOf(value: unknown): Properties {
  if (typeof value !== 'object' || !value) return {}
  const read = (name: string): [string, unknown] => {
    try {
      return [name, (value as Properties)[name]]
    } catch {
      return [name, unreadable]
    }
  }
  try {
    return { ...value }
  } catch {
    // One of its properties throws: each alone.
  }
  try {
    return Object.fromEntries(Object.keys(value).map(read))
  } catch {
    return { properties: unreadable }
  }
}

/** What may differ from here and now. */
export interface EventOptions {
  /** When it happened. */
  timestamp?: Date | undefined
  /** Wins over the surroundings, key by key. */
  context?: Context | undefined
}

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
