import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent } = trial

test('whoever opts out in one tab has opted out in all: nothing is kept or sent by another one, not even what it had', async () => {
  const here = start()
  const page = trial.page
  here.track('A')
  const there = start()
  there.optOut()
  here.track('B')
  page.leave(false)
  await trial.world.settle()
  expect(here.consent()).toBe('denied')
  expect(sent()).toEqual([])
  expect(trial.world.state.keys()).toEqual(['consent'])
  expect([...trial.world.disk.keys(), ...trial.world.spillway.keys()]).toEqual([])
})

test('whoever opts in in one tab is heard by the next event of another one', async () => {
  const here = start({ consent: 'required' })
  here.track('A')
  start({ consent: 'required' }).optIn()
  here.track('B')
  await trial.world.settle()
  expect(here.consent()).toBe('granted')
  expect(sent().map(({ event }) => event)).toEqual(['A', 'B'])
})

test('a page that comes back from where nothing is told to it asks whether it may go on', async () => {
  const here = start()
  const page = trial.page
  page.leave(true)
  start().optOut()
  page.comeBack(true)
  here.track('A')
  await trial.world.settle()
  expect(here.consent()).toBe('denied')
  expect(sent()).toEqual([])
})
