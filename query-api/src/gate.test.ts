/** The gate: never more at once than allowed, never more waiting than allowed, nobody forgotten. */
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('work runs in turn, at most so many at once, and the rest is told to come back', async () => {
  const gate = createGate(2, 3)
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
  const gate = createGate(1, 0)
  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.pass(async () => 7)).toBe(7)
})
