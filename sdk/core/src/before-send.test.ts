import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent } = trial

test('may change an event, its context too, without touching the next', async () => {
  const tracker = start({
    beforeSend: (event) => {
      if (event.event !== 'A') return
      delete event.context.locale
      event.properties = { secret: 'masked' }
    },
  })
  tracker.track('A', { secret: 'word' })
  tracker.track('B')
  await trial.world.settle()
  const [a, b] = sent()
  expect(a?.properties).toEqual({ secret: 'masked' })
  expect(a?.context).not.toHaveProperty('locale')
  expect(b?.context).toHaveProperty('locale', 'en')
})

test('may veto, which is no loss', async () => {
  const tracker = start({ beforeSend: ({ event }) => (event === 'A' ? null : undefined) })
  tracker.track('A')
  tracker.track('B')
  await trial.world.settle()
  expect(sent().map(({ event }) => event)).toEqual(['B'])
})

test('that throws keeps the event back: it is there to take out what must not be sent', async () => {
  start({
    beforeSend: () => {
      throw new Error('mine')
    },
  }).track('A')
  await trial.world.settle()
  expect(trial.world.requests).toEqual([])
  expect(trial.reports).toContainEqual(expect.objectContaining({ kind: 'dropped', reason: 'hook_failed' }))
})
