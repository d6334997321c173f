/** The verdict on each event of a batch: accepted as it stands, or rejected with a reason that names the field. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_PROPERTIES } from '@firefly/protocol/limits'
import type { EventType } from '@firefly/protocol/names'
import type { RejectCode, Rejection } from '@firefly/protocol/verdicts'
import { type Event, eventSchema } from '@firefly/protocol/wire'
import { z } from 'zod'
import { type Bag, isObject } from '../dialects/object.ts'
import { plainlyValid } from './plainly-valid.ts'

/** Compiled once, for what is not valid at a glance; it words the issues. */
const compiled = z.compile(eventSchema, { strict: true })

export interface JudgeOptions {
  /** The route's type, for bodies that need not carry one. */
  type?: EventType
  /** Judge sizes too: needed only when the whole body is larger than one event may be. */
  measure: boolean
}

type Fault = { code: RejectCode; message: string }

/** Judges one event; `undefined` means accepted. */
export function judge(event: unknown, index: number, options: JudgeOptions): Rejection | undefined {
  const fault = faultOf(event, options)
  if (!fault) return undefined
  const messageId = idOf(event)
  return messageId === undefined ? { index, ...fault } : { index, messageId, ...fault }
}

function faultOf(event: unknown, { type, measure }: JudgeOptions): Fault | undefined {
  if (event === undefined) return { code: 'invalid_event', message: 'expected one JSON object on the line' }
  const typed = type && isObject(event) ? withType(event, type) : event
  if (!plainlyValid(typed)) {
    const parsed = compiled.safeParse(typed)
    if (!parsed.success) return { code: 'invalid_event', message: issueOf(parsed.error) }
  }
  const checked = typed as Event
  return missing(checked) ?? tooLarge(checked, measure)
}

/** Its type first and last: what begins with a spread leaves something old behind each time. */
function withType(event: Bag, type: EventType): Bag {
  const typed: Bag = { type, ...event }
  typed['type'] = type
  return typed
}

function missing(event: Event): Fault | undefined {
  if (event.type === 'track' && !event.event)
    return { code: 'invalid_event', message: 'event: expected a name, as type is track' }
  if (!event.userId && !event.anonymousId)
    return { code: 'missing_id', message: 'userId or anonymousId: expected at least one, not empty' }
  if (event.type === 'alias' && (!event.userId || !event.previousId))
    return { code: 'missing_id', message: 'userId and previousId: expected both, as type is alias' }
  if (event.type === 'group' && !event.groupId)
    return { code: 'missing_id', message: 'groupId: expected an id, as type is group' }
  return undefined
}

function tooLarge(event: Event, measure: boolean): Fault | undefined {
  for (const field of ['properties', 'traits'] as const) {
    const count = Object.keys(event[field] ?? {}).length
    if (count > MAX_PROPERTIES)
      return {
        code: 'too_many_properties',
        message: `${field}: ${count} keys, expected at most ${MAX_PROPERTIES}`,
      }
  }
  if (deeperThan(event, MAX_DEPTH))
    return { code: 'too_deep', message: `expected at most ${MAX_DEPTH} levels of nesting` }
  const bytes = measure ? Buffer.byteLength(JSON.stringify(event)) : 0
  if (bytes > MAX_EVENT_BYTES)
    return { code: 'event_too_large', message: `${bytes} bytes, expected at most ${MAX_EVENT_BYTES}` }
  return undefined
}

/** Stops at the limit, so a hostile depth costs no more than a legal one. */
function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const key in value) if (deeperThan((value as Record<string, unknown>)[key], levels - 1)) return true
  return false
}

/** The first few issues as `path: what was expected`. */
const issueOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')

function idOf(event: unknown): string | undefined {
  const id = isObject(event) ? event['messageId'] : undefined
  return typeof id === 'string' ? id.slice(0, 256) : undefined
}
