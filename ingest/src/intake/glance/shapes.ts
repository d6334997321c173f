/** What is known of a batch, an event and a context, key by key: the schema of the wire as the glance sees it, stricter or the same in each. */
import { EVENT_TYPES, PLATFORMS } from '@firefly/protocol/names'
import { loaded } from './json.ts'
import { type Find, finderOf } from './words.ts'

/** What may stand behind a key; all but `EVENTS`, `TYPE` and what is `NEVER` taken may be null as well. */
export const Kind = {
  /** Any text. */
  TEXT: 0,
  /** A text without escapes, to be read from where it is. */
  PLAIN: 1,
  /** The same, no longer than an id may be. */
  ID: 2,
  /** An id that is not empty. */
  MESSAGE_ID: 3,
  /** The name of an event. */
  NAME: 4,
  TYPE: 5,
  PLATFORM: 6,
  INSTANT: 7,
  /** An id or a whole number. */
  SESSION: 8,
  /** An object of as many keys as an event's properties may have. */
  BAG: 9,
  /** An object of a shape of its own. */
  SHAPE: 10,
  EVENTS: 11,
  /** Says that something else has to read the body. */
  NEVER: 12,
  /** Anything, with the quotes of a text. */
  VALUE: 13,
} as const
export type Kind = (typeof Kind)[keyof typeof Kind]

/** One kind of object, and what was found of the one that was passed over last. */
export interface Shape {
  find: Find
  kinds: Uint8Array
  /** Of which words the text of a key must be one. */
  words: readonly (Find | undefined)[]
  shapes: readonly (Shape | undefined)[]
  /** The number of a key, which is also its bit in `filled` and its place in `from` and `to`. */
  at: Readonly<Record<string, number>>
  /** Keys whose value was neither null nor an empty text. */
  filled: number
  /** Keys that were there at all. */
  seen: number
  /** Where each key begins, … */
  keys: Int32Array
  /** … and where its value begins and ends: without the quotes of a text. Values that are no text or object have neither. */
  from: Int32Array
  to: Int32Array
}

export const findType = finderOf(EVENT_TYPES)
const findPlatform = finderOf(PLATFORMS)

export function shapeOf(fields: Record<string, Kind | Shape>, finderFor = finderOf): Shape {
  const [names, values] = [Object.keys(fields), Object.values(fields)]
  return {
    find: finderFor(names),
    kinds: Uint8Array.from(values, (value) => (typeof value === 'number' ? value : Kind.SHAPE)),
    words: values.map((value) =>
      value === Kind.TYPE ? findType : value === Kind.PLATFORM ? findPlatform : undefined,
    ),
    shapes: values.map((value) => (typeof value === 'number' ? undefined : value)),
    at: Object.fromEntries(names.map((name, at) => [name, at])),
    filled: 0,
    seen: 0,
    keys: new Int32Array(names.length),
    from: new Int32Array(names.length),
    to: new Int32Array(names.length),
  }
}

/** Whether the object passed over last had this key, and neither null nor an empty text behind it. */
export const has = (shape: Shape, name: string): boolean => (shape.filled & bitOf(shape, name)) !== 0

/** Whether it had this key, and null or an empty text behind it. */
export const hasEmpty = (shape: Shape, name: string): boolean =>
  (shape.seen & ~shape.filled & bitOf(shape, name)) !== 0

export const bitOf = ({ at }: Shape, name: string): number => 1 << (at[name] as number)

/** The shape of the object behind a key, where there is one. */
export const partOf = (shape: Shape, name: string): Shape | undefined =>
  has(shape, name) ? shape.shapes[shape.at[name] as number] : undefined

/** The text behind a key of the object passed over last; not for those that may have escapes. */
export function textAt(shape: Shape, name: string): string | undefined {
  const key = shape.at[name] as number
  return has(shape, name) ? loaded.toString('utf8', shape.from[key], shape.to[key]) : undefined
}

const texts = (...names: string[]): Shape =>
  shapeOf(Object.fromEntries(names.map((name) => [name, Kind.TEXT])))

/** Each its own, as what was found of one is still asked for when the next has been passed over. */
const contextShape = (): Shape =>
  shapeOf({
    sessionId: Kind.SESSION,
    page: texts('url', 'path', 'title', 'referrer', 'search'),
    screen: texts('name'),
    device: texts('type', 'manufacturer', 'model'),
    os: texts('name', 'version'),
    app: texts('name', 'version'),
    network: texts('carrier'),
    campaign: texts('source', 'medium', 'name', 'term', 'content'),
    library: shapeOf({ name: Kind.PLAIN, version: Kind.TEXT }),
    locale: Kind.TEXT,
    timezone: Kind.TEXT,
    userAgent: Kind.TEXT,
    platform: Kind.PLATFORM,
    // Where RudderStack has them; for everybody else it is a key like any other.
    traits: Kind.BAG,
  })

export const EVENT = shapeOf({
  type: Kind.TYPE,
  event: Kind.NAME,
  messageId: Kind.MESSAGE_ID,
  anonymousId: Kind.ID,
  userId: Kind.ID,
  previousId: Kind.ID,
  groupId: Kind.ID,
  timestamp: Kind.INSTANT,
  properties: Kind.BAG,
  traits: Kind.BAG,
  context: contextShape(),
  // Older libraries of Segment's write it here.
  writeKey: Kind.PLAIN,
  // RudderStack's mark.
  originalTimestamp: Kind.INSTANT,
  sentAt: Kind.PLAIN,
})

export const FRAME = shapeOf({
  writeKey: Kind.PLAIN,
  sentAt: Kind.INSTANT,
  context: contextShape(),
  batch: Kind.EVENTS,
  sealed: Kind.NEVER,
})
