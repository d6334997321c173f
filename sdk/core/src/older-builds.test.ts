/** What builds of before have left is sent, and gone from where it was. */
import { expect, test } from 'vitest'
import { once } from './testing/makers.ts'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent } = trial

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
  once(page.platform, { writeKey: 'key', host: 'https://collect.example.com' }, world)
  await world.settle()
  expect(sent().map(({ event, context }) => [event, context])).toEqual(
    ['Older', 'Old'].map((event) => [event, expect.objectContaining({ sessionId: 's', locale: 'en' })]),
  )
  expect(world.spillway.keys()).toEqual([])
})
