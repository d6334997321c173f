/** The gate: never more at once than allowed, never more waiting than allowed, nobody forgotten. */
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('work runs in turn, at most so many at once, and the rest is told to come back', async () => {
  const gate = createGate({ atOnce: 3, waiting: 4, patienceMs: 60_000 })
  const finish: (() => void)[] = []
  let [running, most] = [0, 0]
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => finish.push(resolve))
    running--
  }
  const all = Array.from({ length: 7 }, () =>
    gate.pass('p', work).then(
      () => 'done',
      (error: { code: string }) => error.code,
    ),
  )
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    finish.shift()?.()
  }
  expect(await Promise.all(all)).toEqual([...Array<string>(5).fill('done'), 'overloaded', 'overloaded'])
  expect(most).toBe(2)
})

test('a failure gives its place back', async () => {
  const gate = createGate({ atOnce: 1, waiting: 0, patienceMs: 60_000 })
  await expect(gate.pass('p', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.pass('p', async () => 7)).toBe(7)
})

test('whoever goes away, or has waited long enough, gives up its place in the queue', async () => {
  const gate = createGate({ atOnce: 1, waiting: 4, patienceMs: 5 })
  let finish = (): void => {}
  const first = gate.pass('p', () => new Promise<void>((resolve) => (finish = resolve)))
  const gone = new AbortController()
  const left = gate.pass('p', async () => 'never', gone.signal)
  const late = gate.pass('p', async () => 'never')
  gone.abort()
  await expect(left).rejects.toMatchObject({ code: 'overloaded' })
  await expect(late).rejects.toMatchObject({ code: 'overloaded' })
  finish()
  await first
  expect(await gate.pass('p', async () => 7)).toBe(7)
})

test('projects take turns, and one that asks without end leaves a place and room to wait for others', async () => {
  const gate = createGate({ atOnce: 3, waiting: 8, patienceMs: 60_000 })
  const begun: string[] = []
  const finish: (() => void)[] = []
  const ask = (project: string): Promise<void> =>
    gate.pass(project, async () => {
      begun.push(project)
      await new Promise<void>((resolve) => finish.push(resolve))
    })
  const greedy = Array.from({ length: 20 }, () => ask('greedy').catch(() => undefined))
  const modest = [ask('modest'), ask('modest'), ask('other')]
  await new Promise((resolve) => setTimeout(resolve, 1))
  // At once, though the greedy one has far more questions than there are places.
  expect(begun).toEqual(['greedy', 'greedy', 'modest'])
  while (begun.length < 11) {
    finish.shift()?.()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  for (const one of finish.splice(0)) one()
  await Promise.all([...greedy, ...modest])
  expect(begun.slice(3, 7).toSorted()).toEqual(['greedy', 'greedy', 'modest', 'other'])
  expect(begun.filter((project) => project === 'greedy')).toHaveLength(8)
})
