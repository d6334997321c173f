/** PostHog's events in native words: people, times, and what is said about users. */
import { describe, expect, test } from 'vitest'
import type { Bag } from '../object.ts'
import { translate } from './event.ts'

const NOW = 1_795_424_000_000
const DEVICE = '01a2079c-050e-7585-ae5c-265adaea62aa'
const OTHER = '01a2079c-0528-7fe5-8562-6ea65f73411a'
const OLD = '1a21b447296632-054625993f7e28-11543b4c-e1000-1a21b447297253f'

const native = (event: object, sentAt?: number): Bag[] =>
  translate(event, { sentAt, receivedAt: NOW }) as Bag[]
const ids = ({ userId, anonymousId }: Bag): (string | undefined)[] =>
  [userId, anonymousId] as (string | undefined)[]

describe('whose an event is', () => {
  const cases: [string, Bag, [string | undefined, string | undefined]][] = [
    [
      'a stranger, as newer libraries say',
      { distinct_id: DEVICE, $is_identified: false },
      [undefined, DEVICE],
    ],
    [
      'a user, as newer libraries say',
      { distinct_id: 'u', $is_identified: true, $device_id: DEVICE },
      ['u', DEVICE],
    ],
    ['a user whose id is a UUID', { distinct_id: OTHER, $is_identified: true }, [OTHER, undefined]],
    ['a stranger of an old library', { distinct_id: OLD, $device_id: OLD }, [undefined, OLD]],
    ['a user of an old library', { distinct_id: OTHER, $user_id: OTHER, $device_id: OLD }, [OTHER, OLD]],
    [
      'a stranger after a reset that kept the device',
      { distinct_id: OTHER, $device_id: DEVICE },
      [undefined, OTHER],
    ],
    ['a user given at the start', { distinct_id: 'u', $device_id: DEVICE }, ['u', DEVICE]],
    ['a server’s user', { distinct_id: OTHER, $lib: 'posthog-node' }, [OTHER, undefined]],
    [
      'a server’s event of nobody',
      { distinct_id: OTHER, $lib: 'posthog-node', $process_person_profile: false },
      [undefined, OTHER],
    ],
    ['a number', { distinct_id: 42 }, ['42', undefined]],
    ['a long id', { distinct_id: 'x'.repeat(300) }, ['x'.repeat(200), undefined]],
    ['nobody', {}, [undefined, undefined]],
  ]
  for (const [says, properties, expected] of cases)
    test(says, () => {
      expect(native({ event: 'e', properties }).map(ids)).toEqual([expected])
    })

  test('a server’s user is one too where the library says beside its properties who it is', () => {
    for (const says of [{ $lib: 'posthog-java' }, { library: 'posthog-go' }])
      expect(native({ event: 'e', distinct_id: OTHER, ...says, properties: {} }).map(ids)).toEqual([
        [OTHER, undefined],
      ])
  })

  test('the id beside the event wins over those inside', () => {
    const properties = { distinct_id: 'c' }
    expect(ids(native({ event: 'e', distinct_id: 'a', $distinct_id: 'b', properties })[0] ?? {})[0]).toBe('a')
    expect(ids(native({ event: 'e', $distinct_id: 'b', properties })[0] ?? {})[0]).toBe('b')
  })
})

describe('what joins people', () => {
  const identify = (user: unknown, device: unknown): Bag =>
    native({ event: '$identify', properties: { distinct_id: user, $anon_distinct_id: device } })[0] ?? {}

  test('identify joins the device with the user', () => {
    expect(identify('u', DEVICE)).toMatchObject({ type: 'identify', userId: 'u', anonymousId: DEVICE })
  })

  test('ids that programs send when they know nobody join nobody', () => {
    for (const nobody of ['undefined', 'null', '[object Object]', '0', 'Anonymous', 'NaN', ' guest '])
      expect([nobody, identify('u', nobody)['anonymousId'], identify(nobody, DEVICE)['userId']]).toEqual([
        nobody,
        undefined,
        undefined,
      ])
  })

  test('a dangerous merge joins the alias with the distinct id, whoever both are, unless either is nobody', () => {
    const merge = (properties: Bag): Bag => native({ event: '$merge_dangerously', properties })[0] ?? {}
    expect(merge({ distinct_id: DEVICE, $device_id: DEVICE, alias: 'u' })).toMatchObject({
      type: 'alias',
      userId: DEVICE,
      previousId: 'u',
    })
    expect(merge({ distinct_id: 'u', alias: 'undefined' })).toMatchObject({
      type: 'track',
      event: '$merge_dangerously',
    })
  })

  test('an alias joins the alias with the user, and a stranger with the alias', () => {
    const alias = (properties: Bag): Bag => native({ event: '$create_alias', properties })[0] ?? {}
    expect(alias({ distinct_id: 'u', alias: 'old' })).toMatchObject({
      type: 'alias',
      userId: 'u',
      previousId: 'old',
    })
    expect(alias({ distinct_id: DEVICE, $device_id: DEVICE, alias: 'u' })).toMatchObject({
      type: 'alias',
      userId: 'u',
      previousId: DEVICE,
    })
  })
})

describe('what is said about users', () => {
  const briefly = (events: Bag[]): unknown[] =>
    events.map(({ type, event, messageId, traits, properties }) => [
      event ?? type,
      messageId,
      traits ?? properties,
    ])

  test('identify sets traits, and what is set once is told beside it', () => {
    const event = {
      event: '$identify',
      uuid: 'm',
      $set: { email: 'e' },
      $set_once: { first: 'f', none: null },
    }
    expect(briefly(native({ ...event, properties: { distinct_id: 'u' } }))).toEqual([
      ['identify', 'm', { email: 'e' }],
      ['$set_once', 'm$set_once', { first: 'f' }],
    ])
  })

  test('any event may set, and what posthog-js repeats with each is told once', () => {
    const properties = {
      distinct_id: 'u',
      $set: { plan: 'pro' },
      $set_once: { $initial_referrer: '$direct' },
    }
    const [event, ...changes] = native({ event: 'e', uuid: 'm', properties })
    expect(event?.['properties']).toEqual({ $source_event: 'e' })
    expect(briefly(changes)).toEqual([['$set', 'm$set', { plan: 'pro' }]])
  })

  test('$set changes the user and is no event of its own; so does the old route for people', () => {
    const properties = { distinct_id: 'u', $set: { a: 1 }, $unset: ['b'] }
    expect(briefly(native({ event: '$set', uuid: 'm', properties }))).toEqual([
      ['$set', 'm$set', { a: 1 }],
      ['$unset', 'm$unset', { b: true }],
    ])
    expect(native({ $distinct_id: 'u', $token: 't', $set: { a: 1 } })).toMatchObject([
      { event: '$set', userId: 'u', properties: { a: 1 } },
    ])
  })
})

test('a time is what the event says, or so long before it was sent', () => {
  const at = (event: object, sentAt?: number): unknown =>
    native({ event: 'e', properties: { distinct_id: 'u' }, ...event }, sentAt)[0]?.['timestamp']
  expect(at({ timestamp: '2026-11-23T09:00:00+08:00' })).toBe('2026-11-23T01:00:00.000Z')
  expect(at({ offset: 2_995 }, NOW - 60_000)).toBe(new Date(NOW - 62_995).toISOString())
  expect(at({ offset: 2_995 })).toBe(new Date(NOW - 2_995).toISOString())
  expect(at({})).toBeUndefined()
  expect(at({ timestamp: 'never', offset: 1e300 })).toBeUndefined()
})

test('clicks are told in our words, from either form of the chain of elements', () => {
  const chain =
    'a.c1.c2:attr__href="#x"attr_id="a"href="#x"nth-child="3"text="A \\"link\\"";body:nth-child="2"'
  const elements = [{ tag_name: 'a', $el_text: 'link', classes: ['c1', 'c2', 'c3'], attr__href: '#x' }]
  const click = (properties: Bag): unknown =>
    native({
      event: '$autocapture',
      properties: { distinct_id: 'u', $event_type: 'click', ...properties },
    })[0]
  expect(click({ $elements_chain: chain })).toMatchObject({
    event: '$click',
    properties: {
      $element: 'a',
      $selector: 'a#a',
      $text: 'A "link"',
      $href: '#x',
      $source_event: '$autocapture',
    },
  })
  expect(click({ $elements: elements })).toMatchObject({
    properties: { $element: 'a', $selector: 'a.c1.c2', $text: 'link', $href: '#x' },
  })
})

test('names of properties that every object has are names like others', () => {
  const properties = JSON.parse('{"distinct_id":"u","constructor":1,"__proto__":{"x":1},"toString":2}') as Bag
  const { properties: kept } = native({ event: 'constructor', properties })[0] ?? {}
  expect(JSON.parse(JSON.stringify(kept))).toMatchObject({
    constructor: 1,
    toString: 2,
    $source_event: 'constructor',
  })
  expect(JSON.stringify(kept)).toContain('"__proto__":{"x":1}')
})
