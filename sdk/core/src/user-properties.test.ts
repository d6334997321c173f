import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent } = trial

test('what is known of the user is set, set once, added to, appended to and taken away', async () => {
  const tracker = start()
  tracker.register({ store: 7 })
  tracker.set({ level: 'gold' })
  tracker.setOnce({ signedUpAt: '2026-01-01' })
  tracker.increment('orders')
  tracker.increment({ orders: 2, spent: 12.5 })
  tracker.append('tags', 'vip')
  tracker.append({ tags: 'late', cities: 'Shanghai' })
  tracker.unset('level', 'tags')
  tracker.set({})
  await trial.world.settle()
  expect(sent().map(({ event, properties }) => [event, properties])).toEqual([
    ['$set', { level: 'gold' }],
    ['$set_once', { signedUpAt: '2026-01-01' }],
    ['$increment', { orders: 1 }],
    ['$increment', { orders: 2, spent: 12.5 }],
    ['$append', { tags: 'vip' }],
    ['$append', { tags: 'late', cities: 'Shanghai' }],
    ['$unset', { level: true, tags: true }],
  ])
})
