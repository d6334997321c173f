/** Events and batches for property tests: mostly right, sometimes not, in every field. */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { EVENT_TYPES, PLATFORMS } from '@firefly/protocol/names'
import fc from 'fast-check'

const odd = fc.oneof(
  fc.constantFrom(null, undefined, '', 0, -1, Number.POSITIVE_INFINITY, true, [], {}, [{}], '2026'),
  fc.jsonValue(),
)
/** Nearly always the first. */
const seldom = <Value>(usual: fc.Arbitrary<Value>, ...others: fc.Arbitrary<Value>[]) =>
  fc.oneof({ weight: 12 * others.length, arbitrary: usual }, ...others)

type Spoil = <Value>(right: fc.Arbitrary<Value>) => fc.Arbitrary<unknown>
/** Mostly what is right, sometimes what is not. */
const mostly: Spoil = (right) => fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: odd })

function made(mostly: Spoil): { event: fc.Arbitrary<unknown>; frame: fc.Arbitrary<unknown> } {
  const text = mostly(fc.string())
  const id = mostly(
    seldom(fc.uuid(), fc.constantFrom('', 'x'.repeat(MAX_ID_LENGTH), 'x'.repeat(MAX_ID_LENGTH + 1))),
  )
  const instant = mostly(
    seldom(
      fc
        .date({ min: new Date(0), max: new Date('2100'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      fc.constantFrom('2026-01-31', '2026-01-31T10:00:00+08:00', '2026-02-31T10:00:00.000Z', 'yesterday'),
    ),
  )
  const bag = mostly(
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.jsonValue({ maxDepth: 2 })),
  )
  const part = (...keys: string[]) =>
    mostly(fc.record(Object.fromEntries([...keys, 'more'].map((key) => [key, text])), { requiredKeys: [] }))
  const context = mostly(
    fc.record(
      {
        sessionId: mostly(seldom(fc.oneof(fc.uuid(), fc.nat()), fc.double())),
        page: part('url', 'path', 'title', 'referrer', 'search'),
        screen: part('name'),
        device: part('type', 'manufacturer', 'model'),
        os: part('name', 'version'),
        app: part('name', 'version'),
        network: part('carrier'),
        campaign: part('source', 'medium', 'name', 'term', 'content'),
        library: part('name', 'version'),
        locale: text,
        timezone: text,
        userAgent: text,
        platform: mostly(fc.constantFrom(...PLATFORMS)),
        unknown: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    ),
  )
  const name = mostly(
    seldom(
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.constantFrom('x'.repeat(MAX_NAME_LENGTH), 'x'.repeat(MAX_NAME_LENGTH + 1)),
    ),
  )
  const event = mostly(
    fc.record(
      {
        type: mostly(fc.constantFrom(...EVENT_TYPES)),
        event: name,
        messageId: id,
        anonymousId: id,
        userId: id,
        previousId: id,
        groupId: id,
        timestamp: instant,
        properties: bag,
        traits: bag,
        context,
        unknown: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: ['type'] },
    ),
  )
  const frame = mostly(
    fc.record(
      {
        writeKey: text,
        sentAt: instant,
        context,
        batch: mostly(fc.array(fc.anything())),
        unknown: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: ['batch'] },
    ),
  )
  return { event, frame }
}

export const { event, frame } = made(mostly)
/** Of the right kind in every field, if not always whole. */
export const right = made((value) => value)
