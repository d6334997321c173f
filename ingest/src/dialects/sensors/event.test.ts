/** Sensors' events in native words: names, people, times, and what makes two of them the same. */
import { describe, expect, test } from 'vitest'
import { judge } from '../../intake/judge.ts'
import type { Bag } from '../object.ts'
import { translate } from './event.ts'

const NOW = 1_795_424_000_000
const native = (event: object): Bag[] => translate({ time: NOW, lib: { $lib: 'js' }, ...event }, NOW) as Bag[]
const first = (event: object): Bag => native(event)[0] ?? {}
const people = (events: Bag[]): Bag[] =>
  events.map(({ type, event, userId, anonymousId, previousId, traits, properties }) => {
    const entries = Object.entries({ type, event, userId, anonymousId, previousId, traits, properties })
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  })

test('every event it makes of a known type is one the door accepts', () => {
  const ids = { distinct_id: 'd', properties: { a: 1 } }
  const identities = { $identity_cookie_id: 'd', $identity_email: 'a@b.c' }
  for (const type of [
    'track',
    'track_signup',
    'track_id_bind',
    'track_id_unbind',
    'profile_set',
    'profile_set_once',
    'profile_increment',
    'profile_append',
    'profile_unset',
    'profile_delete',
    'item_set',
    'item_delete',
  ])
    for (const event of native({ ...ids, type, event: 'x', identities, item_type: 'book', item_id: '1' }))
      expect([type, judge(event, 0, { measure: true })]).toEqual([type, undefined])
})

test('names land on the canonical ones, and the original is kept', () => {
  for (const [name, stored] of [
    ['$MPViewScreen', '$pageview'],
    ['$AppViewScreen', '$screen'],
    ['$WebPageLeave', '$pageleave'],
    ['$AppClick', '$click'],
    ['$WebExposure', '$exposure'],
    ['$MPLaunch', '$app_start'],
    ['$MPHide', '$app_end'],
    ['constructor', 'constructor'],
  ])
    expect(first({ type: 'track', event: name, distinct_id: 'd' })).toMatchObject({
      event: stored,
      properties: { $source_event: name },
    })
})

describe('whose an event is', () => {
  for (const [says, event, ids] of [
    ['a device alone', { distinct_id: 'd' }, { anonymousId: 'd' }],
    [
      'a user and a device',
      { distinct_id: 'u', login_id: 'u', anonymous_id: 'd' },
      { userId: 'u', anonymousId: 'd' },
    ],
    ['an old library with both', { distinct_id: 'u', anonymous_id: 'd' }, { userId: 'u', anonymousId: 'd' }],
    ['a server’s login id', { distinct_id: 'u', properties: { $is_login_id: true } }, { userId: 'u' }],
    [
      'identities',
      { identities: { $identity_login_id: 'u', $identity_cookie_id: 'd' } },
      { userId: 'u', anonymousId: 'd' },
    ],
    ['a number', { distinct_id: 42 }, { anonymousId: '42' }],
    ['a long id', { distinct_id: 'x'.repeat(300) }, { anonymousId: 'x'.repeat(200) }],
  ] as const)
    test(says, () => {
      const { userId, anonymousId } = first({ type: 'track', event: 'e', ...event })
      expect({ userId, anonymousId }).toEqual({ userId: undefined, anonymousId: undefined, ...ids })
    })
})

describe('what joins people', () => {
  test('signing up joins the original id with the login id, and that user’s other names', () => {
    const identities = { $identity_login_id: 'u', $identity_cookie_id: 'd', $identity_mp_openid: 'o' }
    const event = {
      type: 'track_signup',
      event: '$SignUp',
      distinct_id: 'u',
      original_id: 'd',
      login_id: 'u',
    }
    expect(people(native({ ...event, identities }))).toMatchObject([
      { type: 'identify', userId: 'u', anonymousId: 'd', properties: { $source_event: '$SignUp' } },
      { type: 'alias', userId: 'u', previousId: '$identity_mp_openid+o' },
    ])
  })

  test('binding joins a name with the user, or names the stranger', () => {
    const bound = { $identity_cookie_id: 'd', $identity_email: 'a@b.c' }
    const event = { type: 'track_id_bind', event: '$BindID', distinct_id: 'd' }
    expect(people(native({ ...event, identities: { ...bound, $identity_login_id: 'u' } }))).toMatchObject([
      { type: 'alias', userId: 'u', previousId: '$identity_email+a@b.c' },
    ])
    expect(people(native({ ...event, identities: bound }))).toMatchObject([
      { type: 'identify', userId: '$identity_email+a@b.c', anonymousId: 'd' },
    ])
  })

  test('unbinding takes back what binding said, and of a device alone that it is the user’s', () => {
    const event = { type: 'track_id_unbind', event: '$UnbindID', distinct_id: 'd', _track_id: 7 }
    const unlink = (userId: string, previousId: string): object => ({
      type: 'track',
      event: '$unlink',
      userId,
      previousId,
      properties: { $source_event: '$UnbindID' },
    })
    for (const [identities, login, undone] of [
      [{ $identity_email: 'a@b.c' }, 'u', [unlink('u', '$identity_email+a@b.c')]],
      [
        { $identity_cookie_id: 'd', $identity_email: 'a@b.c', $identity_mobile: '1' },
        'u',
        [unlink('u', '$identity_email+a@b.c'), unlink('u', '$identity_mobile+1')],
      ],
      [{ $identity_cookie_id: 'd' }, 'u', [unlink('u', 'd')]],
      [
        { $identity_cookie_id: 'd', $identity_email: 'a@b.c' },
        undefined,
        [unlink('$identity_email+a@b.c', 'd')],
      ],
    ] as const) {
      const sent = { ...event, identities, ...(login && { login_id: login, anonymous_id: 'd' }) }
      expect(people(native(sent))).toEqual(undone)
      expect(new Set(native(sent).map(({ messageId }) => messageId)).size).toBe(undone.length)
    }
    // Nothing to take back is kept as what it is.
    expect(people(native({ ...event, identities: {} }))).toMatchObject([
      { event: '$unlink', anonymousId: 'd' },
    ])
  })

  test('profiles are changed by the events of user properties, with nothing else among them', () => {
    const profile = { distinct_id: 'u', login_id: 'u', properties: { level: 'gold', gone: null } }
    for (const [type, event] of [
      ['profile_set', '$set'],
      ['profile_set_once', '$set_once'],
      ['profile_increment', '$increment'],
      ['profile_append', '$append'],
      ['profile_unset', '$unset'],
    ])
      expect(people(native({ ...profile, type }))).toEqual([
        { type: 'track', event, userId: 'u', properties: { level: 'gold' } },
      ])
  })
})

test('the time is moved by how far the device’s clock was off when it sent', () => {
  const event = { type: 'track', event: 'e', distinct_id: 'd', time: NOW - 100_000 }
  expect(first({ ...event, _flush_time: NOW - 90_000 })['timestamp']).toBe(
    new Date(NOW - 10_000).toISOString(),
  )
  expect(first({ ...event, time: 'never' })['timestamp']).toBe(undefined)
})

test('two events are the same when id, track id, time and name are; without a track id nobody can tell', () => {
  const event = { type: 'track', event: 'e', distinct_id: 'd', _track_id: 1 }
  const id = (more: object): unknown => first({ ...event, ...more })['messageId']
  expect(id({})).toBe(id({ properties: { later: true }, _flush_time: NOW }))
  expect(
    new Set([
      id({}),
      id({ time: NOW + 1 }),
      id({ event: 'f' }),
      id({ distinct_id: 'x' }),
      id({ _track_id: 2 }),
    ]).size,
  ).toBe(5)
  expect(id({ _track_id: undefined })).toBeUndefined()
})

test('mini-programs, apps and servers are told apart, and their words become ours', () => {
  const properties = {
    $os: 'iOS',
    $os_version: '17',
    $model: 'iPhone15,2',
    $url_path: 'pages/a/b',
    $ip: '1.2.3.4',
  }
  const { context, properties: kept } = first({
    type: 'track',
    event: 'e',
    distinct_id: 'd',
    lib: { $lib: 'MiniProgram' },
    properties,
  })
  expect(context).toMatchObject({
    platform: 'wechat',
    os: { name: 'iOS', version: '17' },
    device: { model: 'iPhone15,2' },
    page: { url: 'pages/a/b', path: 'pages/a/b' },
  })
  expect(kept).toEqual({ $source_event: 'e' })
})
