import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent, last } = trial

test('when it is required, nothing is stored or sent before it; then what waited arrives', async () => {
  const tracker = start({ consent: 'required' })
  tracker.identify('ann')
  tracker.track('A')
  await trial.world.settle()
  trial.page.leave(false)
  expect(
    [trial.world.state, trial.world.disk, trial.world.spillway].flatMap((state) => state.keys()),
  ).toEqual([])
  expect(trial.world.requests).toEqual([])
  const device = tracker.anonymousId()
  tracker.optIn()
  await trial.world.settle()
  expect(sent().map(({ type, anonymousId }) => [type, anonymousId])).toEqual([
    ['identify', device],
    ['track', device],
  ])
  expect(last().context).toMatchObject({ consent: 'opted_in' })
})

test('the answer is remembered', async () => {
  start({ consent: 'required' }).optIn()
  trial.page.die()
  const tracker = start({ consent: 'required' })
  tracker.track('A')
  await trial.world.settle()
  expect(tracker.consent()).toBe('granted')
  expect(last().event).toBe('A')
})

test('opting out removes everything unsent and stored but for the answer, and nothing follows', async () => {
  const tracker = start()
  tracker.track('A')
  await trial.world.settle('busy', 500)
  expect([...trial.world.disk.keys(), ...trial.world.spillway.keys()]).not.toEqual([])
  tracker.optOut()
  tracker.track('B')
  trial.page.leave(false)
  await trial.world.settle()
  expect([...trial.world.disk.keys(), ...trial.world.spillway.keys()]).toEqual([])
  expect(trial.world.state.keys()).toEqual(['consent'])
  expect(sent().some(({ event }) => event === 'B')).toBe(false)
  trial.page.die()
  start().track('C')
  await trial.world.settle()
  expect(sent().some(({ event }) => event === 'C')).toBe(false)
})

test('opting in again begins with a new device id', async () => {
  const tracker = start()
  const before = tracker.anonymousId()
  tracker.optOut()
  tracker.optIn()
  tracker.track('A')
  await trial.world.settle()
  expect(last().event).toBe('A')
  expect(tracker.anonymousId()).not.toBe(before)
})
