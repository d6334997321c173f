/** From an event as it was sent to what a person who debugs is shown of it: pure, bounded, and nothing that the store would not keep. */
import type { DebugEvent } from '@firefly/protocol/debug'
import { type EventType, EVENT_TYPES, storedName } from '@firefly/protocol/names'
import { MASK, type Plan } from '@firefly/protocol/plan'
import { violationsOf } from '@firefly/protocol/plan/violations'
import { type Bag, bagOf, put, textIn } from '../dialects/object.ts'

export type Shown = Pick<
  DebugEvent,
  'event' | 'messageId' | 'distinctId' | 'platform' | 'timestamp' | 'properties' | 'violations'
>

export interface Showing {
  /** The route's type, and what all events of the batch share. */
  type?: EventType | undefined
  context?: unknown
  plan: Plan
  isKept: (property: string) => boolean
}

const MOST_PROPERTIES = 100
const MOST_CHARACTERS = 500
const MOST_VIOLATIONS = 20

export const NOTHING_SHOWN: Shown = {
  event: '',
  messageId: '',
  distinctId: '',
  platform: '',
  timestamp: '',
  properties: {},
  violations: [],
}

/** `event` may be anything: what was refused is shown as well. */
export function shownOf(event: unknown, { type, context, plan, isKept }: Showing): Shown {
  const sent = bagOf(event)
  const name = nameOf(type ?? sent['type'], textIn(sent['event']))
  const properties = { ...bagOf(sent['traits']), ...bagOf(sent['properties']) }
  return {
    event: short(name),
    messageId: short(textIn(sent['messageId']) ?? ''),
    distinctId: short(textIn(sent['userId']) ?? textIn(sent['anonymousId']) ?? ''),
    platform: short(textIn(bagOf(sent['context'])['platform'] ?? bagOf(context)['platform']) ?? ''),
    timestamp: short(textIn(sent['timestamp']) ?? ''),
    properties: valuesOf(properties, isKept),
    // What has no name is no event of any plan.
    violations: name === '' ? [] : violationsOf({ event: name, properties }, plan).slice(0, MOST_VIOLATIONS),
  }
}

const isType = (type: unknown): type is EventType => EVENT_TYPES.some((known) => known === type)
const nameOf = (type: unknown, event: string | undefined): string =>
  isType(type) ? storedName(type, event) : (event ?? '')

function valuesOf(properties: Bag, isKept: (property: string) => boolean): Bag {
  const shown: Bag = {}
  for (const [name, value] of Object.entries(properties).slice(0, MOST_PROPERTIES))
    put(shown, short(name), isKept(name) ? cut(value) : MASK)
  return shown
}

/** A value that fits stays what it is, so that a number can be told from its text. */
function cut(value: unknown): unknown {
  if (typeof value === 'string') return short(value)
  if (typeof value !== 'object' || value === null) return value
  const text = JSON.stringify(value)
  return text.length > MOST_CHARACTERS ? short(text) : value
}

const short = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
