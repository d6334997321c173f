import { expect, test, vi } from 'vitest'
import { random } from './random.ts'

test('nobody is given a byte that another was given, and everybody as many as were asked for', () => {
  let [before, end] = [random(1), 0]
  for (let round = 0; round < 1_000; round++)
    for (const count of [9, 1, 16]) {
      const bytes = random(count)
      expect(bytes.length).toBeGreaterThanOrEqual(count)
      if (bytes.buffer === before.buffer) expect(bytes.byteOffset).toBeGreaterThanOrEqual(end)
      ;[before, end] = [bytes, bytes.byteOffset + count]
    }
})

test('the browser is asked once for many', () => {
  const asked = vi.spyOn(crypto, 'getRandomValues')
  for (let n = 0; n < 100; n++) random(9)
  expect(asked.mock.calls.length).toBeLessThan(3)
  asked.mockRestore()
})
