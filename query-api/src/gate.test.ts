/** The gate: never more at once than allowed, never more waiting than allowed, nobody forgotten. */
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('work runs in turn, at most so many at once, and the rest is told to come back', async () => {
  const gate = createGate({ atOnce: 2, waiting: 3, patienceMs: 60_000 })
  const finish: (() => void)[] = []
  let [running, most] = [0, 0]
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => finish.push(resolve))
    running--
  }
  const all = Array.from({ length: 7 }, () =>
    gate.pass(work).then(
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
  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.pass(async () => 7)).toBe(7)
})

test('whoever goes away, or has waited long enough, gives up its place in the queue', async () => {
  const gate = createGate({ atOnce: 1, waiting: 2, patienceMs: 5 })
  let finish = (): void => {}
  const first = gate.pass(() => new Promise<void>((resolve) => (finish = resolve)))
  const gone = new AbortController()
  const left = gate.pass(async () => 'never', gone.signal)
  const late = gate.pass(async () => 'never')
  gone.abort()
  await expect(left).rejects.toMatchObject({ code: 'overloaded' })
  await expect(late).rejects.toMatchObject({ code: 'overloaded' })
  finish()
  await first
  expect(await gate.pass(async () => 7)).toBe(7)
})
