/** Events and batches for property tests: mostly right, sometimes not, in every field. */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { EVENT_TYPES, PLATFORMS } from '@firefly/protocol/names'
import fc from 'fast-check'

const odd = fc.oneof(
  fc.constantFrom(null, undefined, '', 0, -1, Number.POSITIVE_INFINITY, true, [], {}, [{}], '2026'),
  fc.jsonValue(),
)
/** Mostly what is right, sometimes what is not. */
const mostly = <Value>(right: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: odd })

const text = mostly(fc.string())
const id = mostly(
  fc.oneof(fc.uuid(), fc.constantFrom('x'.repeat(MAX_ID_LENGTH), 'x'.repeat(MAX_ID_LENGTH + 1))),
)
const instant = mostly(
  fc.oneof(
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    fc.constantFrom('2026-01-31', '2026-01-31T10:00:00+08:00', '2026-02-31T10:00:00.000Z', 'yesterday'),
  ),
)
const bag = mostly(fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.jsonValue()))
const part = (...keys: string[]) =>
  mostly(fc.record(Object.fromEntries([...keys, 'more'].map((key) => [key, text])), { requiredKeys: [] }))
const context = mostly(
  fc.record(
    {
      sessionId: mostly(fc.oneof(fc.uuid(), fc.double())),
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
      unknown: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
)
const name = mostly(
  fc.oneof(fc.string(), fc.constantFrom('x'.repeat(MAX_NAME_LENGTH), 'x'.repeat(MAX_NAME_LENGTH + 1))),
)
export const event = mostly(
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
      unknown: fc.jsonValue(),
    },
    { requiredKeys: ['type'] },
  ),
)
export const frame = mostly(
  fc.record(
    {
      writeKey: text,
      sentAt: instant,
      context,
      batch: mostly(fc.array(fc.anything())),
      unknown: fc.jsonValue(),
    },
    { requiredKeys: ['batch'] },
  ),
)
