/** What builds of before have left is sent, and gone from where it was. */
import { expect, test } from 'vitest'
import { type Make, once, whole } from './testing/makers.ts'
import { createSmallTracker, type SmallOptions } from './small/tracker.ts'
import { tryOut } from './testing/trial.ts'
import type { Tracker } from './tracker.ts'

const trial = tryOut()
const { start, sent } = trial
const OPTIONS = { writeKey: 'key', host: 'https://collect.example.com' }

test('what a version of before has kept is sent with the context it had, and is gone from where it was', async () => {
  const text = '{"type":"track","event":"Old","messageId":"m1","anonymousId":"a"}'
  const kept = JSON.stringify([
    ['m1', text, '{"locale":"zh-CN","library":{"name":"old"}}', '{"sessionId":"s"}', 200],
  ])
  const key = '01a2079c-0528-7fe5-8562-6ea65f73411a/1000000000'
  trial.world.spillway.set(key, kept)
  trial.world.disk.set(key.replace(/0$/, '1'), kept.replaceAll('m1', 'm2'))
  start()
  await trial.world.settle()
  expect(sent()).toEqual(
    ['m1', 'm2'].map((messageId) =>
      expect.objectContaining({
        event: 'Old',
        messageId,
        context: expect.objectContaining({ locale: 'zh-CN', library: { name: 'old' }, sessionId: 's' }),
      }),
    ),
  )
  expect([...trial.world.spillway.keys(), ...trial.world.disk.keys()]).toEqual([])
})

test('a program that runs once sends what builds of before have kept in chunks, with what surrounded each event', async () => {
  const chunk = '01a2079c-0528-7fe5-8562-6ea65f73411a/1000000000'
  const text = '{"type":"track","event":"Older","messageId":"m1","anonymousId":"a"}'
  const base = '{"locale":"zh-CN"}'
  const { world } = trial
  world.spillway.set(chunk, JSON.stringify([['m1', text, base, '{"sessionId":"s"}', 200]]))
  const whole =
    '{"type":"track","event":"Old","messageId":"m2","anonymousId":"a","context":{"sessionId":"s"}}'
  world.spillway.set(chunk.replace(/0$/, '1'), JSON.stringify([['', whole, base]]))
  const page = world.open()
  once(page.platform, OPTIONS, world)
  await world.settle()
  expect(sent().map(({ event, context }) => [event, context])).toEqual(
    ['Older', 'Old'].map((event) => [event, expect.objectContaining({ sessionId: 's', locale: 'en' })]),
  )
  expect(world.spillway.keys()).toEqual([])
})

const small: Make = (platform, options, { spillway }) =>
  createSmallTracker({ ...platform, spillway }, options as SmallOptions) as Tracker

test.each([
  ['the smallest tracker has kept, the whole one', small, whole],
  ['the whole tracker has put away last, the smallest one', whole, small],
])('what %s sends: a page may move from one to the other', async (_name, before, after) => {
  const { world } = trial
  const page = world.open()
  before(page.platform, OPTIONS, world).track('Left')
  page.leave(true)
  page.die()
  expect(world.spillway.keys()).not.toEqual([])
  after(world.open().platform, OPTIONS, world)
  await world.settle()
  const [, again] = sent().filter(({ event }) => event === 'Left')
  expect(again).toMatchObject({ type: 'track', context: { sessionId: expect.any(String) as string } })
  expect(world.spillway.keys()).toEqual([])
})

test('what builds of the smallest tracker have kept as mere texts is sent', async () => {
  const { world } = trial
  const text = '{"type":"track","event":"Text","messageId":"m1","anonymousId":"a","context":{}}'
  world.spillway.set('01a2079c-0528-7fe5-8562-6ea65f73411a', JSON.stringify([text]))
  small(world.open().platform, OPTIONS, world)
  await world.settle()
  expect(sent().map(({ event }) => event)).toEqual(['Text'])
  expect(world.spillway.keys()).toEqual([])
})
