import { describe, expect, test } from 'vitest'
import { tryOut, tryOutSmall } from './testing/trial.ts'

const trial = tryOut()
const { start, sent, last } = trial

describe.each([
  { of: 'the tracker', trial },
  { of: 'the smallest tracker', trial: tryOutSmall() },
])('$of', ({ trial }) => {
  test('track says who, when, where and what', async () => {
    const tracker = trial.start()
    tracker.track('Ordered', { total: 12.5 })
    await trial.world.settle()
    expect(trial.last()).toEqual({
      type: 'track',
      event: 'Ordered',
      messageId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      anonymousId: tracker.anonymousId(),
      timestamp: '2026-01-01T00:00:00.000Z',
      properties: { total: 12.5 },
      context: {
        platform: 'web',
        library: { name: 'test', version: '1' },
        locale: 'en',
        timezone: 'UTC',
        consent: 'not_required',
        sessionId: tracker.sessionId(),
      },
    })
  })

  test('identify names the user of every event from then on', async () => {
    const tracker = trial.start()
    tracker.identify(42, { plan: 'gold' })
    tracker.track('Ordered')
    await trial.world.settle()
    expect(trial.sent().map(({ type, userId, traits }) => [type, userId, traits])).toEqual([
      ['identify', '42', { plan: 'gold' }],
      ['track', '42', undefined],
    ])
  })

  test('an event may say when and where it happened', async () => {
    trial.start().track('A', {}, { timestamp: new Date(1), context: { page: { url: 'https://a.example/' } } })
    await trial.world.settle()
    expect(trial.last()).toMatchObject({
      timestamp: '1970-01-01T00:00:00.001Z',
      context: { page: { url: 'https://a.example/' } },
    })
  })
})

test('alias joins the current user, or the device, with the new one', async () => {
  const tracker = start()
  tracker.alias('ann')
  tracker.identify('ann')
  tracker.alias('anna')
  tracker.alias('anna', 'annie')
  await trial.world.settle()
  const aliases = sent().filter(({ type }) => type === 'alias')
  expect(aliases.map(({ userId, previousId }) => [userId, previousId])).toEqual([
    ['ann', tracker.anonymousId()],
    ['anna', 'ann'],
    ['anna', 'annie'],
  ])
})

test('group names the group', async () => {
  start().group('acme', { size: 3 })
  await trial.world.settle()
  expect(last()).toMatchObject({ type: 'group', groupId: 'acme', traits: { size: 3 } })
})

test('page takes a name, properties, or both; a screen is where later events happen', async () => {
  const tracker = start()
  tracker.page()
  tracker.page('Home', { a: 1 })
  tracker.page({ b: 2 })
  tracker.screen('Cart', { c: 3 })
  tracker.track('Ordered')
  await trial.world.settle()
  expect(sent().map(({ type, properties }) => [type, properties])).toEqual([
    ['page', {}],
    ['page', { name: 'Home', a: 1 }],
    ['page', { b: 2 }],
    ['screen', { name: 'Cart', c: 3 }],
    ['track', {}],
  ])
  expect(last().context).toMatchObject({ screen: { name: 'Cart' } })
})

test('reset makes a stranger, and keeps what was tracked', async () => {
  const tracker = start()
  tracker.identify('ann')
  tracker.register({ plan: 'gold' })
  const before = [tracker.anonymousId(), tracker.sessionId()]
  tracker.reset()
  tracker.track('A')
  await trial.world.settle()
  expect(sent()).toHaveLength(2)
  expect(last()).not.toHaveProperty('userId')
  expect(last().properties).toEqual({})
  expect(before).not.toContain(tracker.anonymousId())
  expect(before).not.toContain(tracker.sessionId())
})
