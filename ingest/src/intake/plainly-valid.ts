/**
 * What nearly every event is: valid at a glance. A yes is certain, and costs a tenth of the schema; a no means only
 * that the schema has to look. The schema stays the law, and a property test compares the two.
 */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { EVENT_TYPES, PLATFORMS } from '@firefly/protocol/names'
import { isPlainInstant } from './instant.ts'

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
    isInstant(event['timestamp']) &&
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
  isInstant(batch['sentAt']) &&
  isPlainContext(batch['context'])

const isMissing = (value: unknown): boolean => value === undefined || value === null
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isBagOrMissing: Test = (value) => isMissing(value) || isBag(value)
const isText: Test = (value) => isMissing(value) || typeof value === 'string'
const isId: Test = (value) => isMissing(value) || (typeof value === 'string' && value.length <= MAX_ID_LENGTH)

const isInstant: Test = (value) => isMissing(value) || (typeof value === 'string' && isPlainInstant(value))

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
