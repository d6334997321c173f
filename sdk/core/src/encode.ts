/** Turns an event into JSON whatever the host page put into it: a property that cannot be kept is left out. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import type { Bare, OutgoingEvent, Properties } from './event.ts'

type Encoded = Bare & Partial<OutgoingEvent>

/** The levels of the event and of its bag stand around a property. */
const LEVELS = MAX_DEPTH - 2

/** But for its context. `names` are told which properties had to be left out. Throws for what is no property and cannot be serialised. */
export function encode(event: Encoded, names: string[]): string {
  const rest = { ...event, properties: undefined, traits: undefined, context: undefined }
  let json = JSON.stringify(rest).slice(0, -1)
  for (const name of ['properties', 'traits'] as const) {
    const bag = event[name]
    if (bag) json += `,"${name}":{${partsOf(bag, names).join()}}`
  }
  return `${json}}`
}

function partsOf(bag: Properties, names: string[]): string[] {
  const parts: string[] = []
  for (const name of Object.keys(bag)) {
    if (bag[name] === undefined) continue
    const json = jsonOf(bag[name])
    if (json && parts.length < MAX_PROPERTIES) parts.push(`${JSON.stringify(name)}:${json}`)
    else names.push(name.slice(0, MAX_NAME_LENGTH))
  }
  return parts
}

/** None for what is too large, too deep, or refuses to be serialised, as a cycle, a BigInt or a function does. */
function jsonOf(value: unknown): string {
  try {
    const json = JSON.stringify(value)
    return json.length > MAX_EVENT_BYTES || isDeeper(value, LEVELS) ? '' : json
  } catch {
    return ''
  }
}

/** Of what has been serialised: it ends. */
const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  !!value &&
  (levels < 1 || Object.values(value).some((each) => isDeeper(each, levels - 1)))
