import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent, last } = trial

test('registered properties go with every event, computed ones are asked each time, the event’s own win', async () => {
  const tracker = start()
  let count = 0
  tracker.register({ plan: 'gold', total: 1 })
  tracker.register(() => ({ count: ++count }))
  tracker.track('A')
  tracker.track('B', { total: 2 })
  tracker.unregister('plan')
  tracker.track('C')
  await trial.world.settle()
  expect(sent().map(({ properties }) => properties)).toEqual([
    { plan: 'gold', total: 1, count: 1 },
    { plan: 'gold', total: 2, count: 2 },
    { total: 1, count: 3 },
  ])
})

test('registered properties are there at the next visit', async () => {
  start().register({ plan: 'gold' })
  trial.page.die()
  start().track('A')
  await trial.world.settle()
  expect(last().properties).toEqual({ plan: 'gold' })
})

test('a computed property that throws costs no event', async () => {
  const tracker = start()
  tracker.register(() => {
    throw new Error('mine')
  })
  tracker.track('A')
  await trial.world.settle()
  expect(last().event).toBe('A')
  expect(trial.reports).toContainEqual(expect.objectContaining({ kind: 'failed', where: 'register' }))
})

test('time puts the seconds since into the next event of that name, once', async () => {
  const tracker = start()
  tracker.time('Video')
  trial.world.now += 2_500
  tracker.track('Video')
  tracker.track('Video')
  await trial.world.settle()
  expect(sent().map(({ properties }) => properties)).toEqual([{ $duration: 2.5 }, {}])
})
