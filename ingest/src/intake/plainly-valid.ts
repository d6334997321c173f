/**
 * What nearly every event is: valid at a glance. A yes is certain, and costs a tenth of the schema; a no means only
 * that the schema has to look. The schema stays the law, and a property test compares the two.
 */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { EVENT_TYPES, PLATFORMS } from '@firefly/protocol/names'

type Bag = Record<string, unknown>
type Test = (value: unknown) => boolean

const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES)
const PLATFORM: ReadonlySet<unknown> = new Set(PLATFORMS)

export function plainlyValid(event: unknown): boolean {
  if (!isBag(event)) return false
  const { event: name, context } = event
  return (
    TYPES.has(event['type']) &&
    (isMissing(name) || (typeof name === 'string' && name !== '' && name.length <= MAX_NAME_LENGTH)) &&
    event['messageId'] !== '' &&
    isId(event['messageId']) &&
    isId(event['anonymousId']) &&
    isId(event['userId']) &&
    isId(event['previousId']) &&
    isId(event['groupId']) &&
    isPlainInstant(event['timestamp']) &&
    isBagOrMissing(event['properties']) &&
    isBagOrMissing(event['traits']) &&
    isPlainContext(context)
  )
}

/** All of a batch but its events. */
export const isPlainFrame = (batch: unknown): boolean =>
  isBag(batch) &&
  Array.isArray(batch['batch']) &&
  isText(batch['writeKey']) &&
  isPlainInstant(batch['sentAt']) &&
  isPlainContext(batch['context'])

const isMissing = (value: unknown): boolean => value === undefined || value === null
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isBagOrMissing: Test = (value) => isMissing(value) || isBag(value)
const isText: Test = (value) => isMissing(value) || typeof value === 'string'
const isId: Test = (value) => isMissing(value) || (typeof value === 'string' && value.length <= MAX_ID_LENGTH)

/** The texts that the schema knows inside each part of a context. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  page: ['url', 'path', 'title', 'referrer', 'search'],
  screen: ['name'],
  device: ['type', 'manufacturer', 'model'],
  os: ['name', 'version'],
  app: ['name', 'version'],
  network: ['carrier'],
  campaign: ['source', 'medium', 'name', 'term', 'content'],
  library: ['name', 'version'],
}
const TEXTS: ReadonlySet<string> = new Set(['locale', 'timezone', 'userAgent'])

/** Goes over the keys that are there, which are few, and not over those that might be. */
function isPlainContext(context: unknown): boolean {
  if (isMissing(context)) return true
  if (!isBag(context)) return false
  for (const key in context) if (!isPlainPart(key, context[key])) return false
  return true
}

function isPlainPart(key: string, value: unknown): boolean {
  if (isMissing(value)) return true
  if (key === 'sessionId') return isId(value) || Number.isFinite(value)
  if (key === 'platform') return PLATFORM.has(value)
  if (TEXTS.has(key)) return typeof value === 'string'
  const texts = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined
  return texts === undefined || (isBag(value) && texts.every((text) => isText(value[text])))
}

/** As `Date.prototype.toISOString` writes it, and each SDK of ours: other spellings are for the schema. */
const isPlainInstant: Test = (value) => {
  if (isMissing(value)) return true
  if (typeof value !== 'string' || value.length !== 24) return false
  for (let at = 0; at < 24; at++) {
    const mark = MARKS[at]
    const code = value.charCodeAt(at)
    if (mark === undefined ? code < 48 || code > 57 : code !== mark) return false
  }
  return inRange(value)
}
/** Code units of `----`-`--`T`:` and so on at their places; a digit everywhere else. */
const MARKS: readonly (number | undefined)[] = Array.from('dddd-dd-ddTdd:dd:dd.dddZ', (mark) =>
  mark === 'd' ? undefined : mark.charCodeAt(0),
)

/** The engine reads the 31st of a short month as a day of the next; so does the schema. */
function inRange(value: string): boolean {
  const two = (at: number): number => (value.charCodeAt(at) - 48) * 10 + value.charCodeAt(at + 1) - 48
  const [month, day] = [two(5), two(8)]
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31
  return isDay && two(11) <= 23 && two(14) <= 59 && two(17) <= 59
}
