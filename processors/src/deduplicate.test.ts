/** The memory of stored ids, against a plain set. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemory, type Memory } from './deduplicate.ts'
import { FingerprintTable } from './fingerprint-table.ts'

const DAY = 86_400_000
const store = (memory: Memory, id: bigint, at: number): boolean => {
  const isNew = memory.claim(id)
  if (isNew) memory.keep([id], at)
  return isNew
}
const week = { horizonMs: 7 * DAY, maxIds: 1_000_000 }

test('an id is new once and known ever after, whatever the ids', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 400 }), (ids) => {
      const memory = createMemory(week)
      const model = new Set<bigint>()
      for (const id of [...ids, ...ids]) {
        expect(store(memory, id, DAY)).toBe(!model.has(id || 1n))
        model.add(id || 1n)
      }
      expect(memory.size).toBe(model.size)
    }),
  )
})

test('ids that collide in their low bits are still told apart, through every growth', () => {
  const memory = createMemory(week)
  const ids = Array.from({ length: 20_000 }, (_, n) => (BigInt(n % 50) << 48n) | (BigInt(n) << 3n))
  expect(ids.every((id) => store(memory, id, DAY))).toBe(true)
  expect(ids.some((id) => store(memory, id, DAY))).toBe(false)
})

test('an id is remembered for the horizon and forgotten after', () => {
  const memory = createMemory(week)
  store(memory, 5n, 0)
  expect(store(memory, 5n, 7 * DAY - 1)).toBe(false)
  store(memory, 6n, 9 * DAY)
  expect(store(memory, 5n, 9 * DAY)).toBe(true)
})

test('the oldest go first when the memory is full, and that is told', () => {
  const forgotten: number[] = []
  const memory = createMemory({ ...week, maxIds: 10, onShortened: (count) => forgotten.push(count) })
  for (let id = 1n; id <= 8n; id++) store(memory, id, 0)
  for (let id = 9n; id <= 12n; id++) store(memory, id, DAY)
  expect(forgotten).toEqual([5])
  for (const id of [6n, 9n]) expect(store(memory, id, DAY)).toBe(false)
})

test('however many come in one day, the newer half of what may be remembered always is', () => {
  const ids = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 24 }), (days, maxIds) => {
      const memory = createMemory({ ...week, maxIds })
      // In the order of days, as what is stored comes.
      for (const [id, day] of days.toSorted((a, b) => a - b).entries()) {
        expect(store(memory, BigInt(id + 1), day * DAY)).toBe(true)
        expect(memory.size).toBeLessThanOrEqual(maxIds)
        for (let newer = Math.max(0, id - Math.floor(maxIds / 2) + 1); newer <= id; newer++)
          expect(memory.claim(BigInt(newer + 1))).toBe(false)
      }
    }),
  )
})

test('a claim that is released can be made again, one that is kept cannot', () => {
  const memory = createMemory(week)
  expect([memory.claim(1n), memory.claim(1n)]).toEqual([true, false])
  memory.release([1n])
  expect(memory.claim(1n)).toBe(true)
  memory.keep([1n], 0)
  memory.release([1n])
  expect(memory.claim(1n)).toBe(false)
})

test('whatever is added and taken away in whatever order, the table holds what a set would', () => {
  // Few different low bits, so that most of them stand where others belong.
  const number = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0n, 1n, 2_046n, 2_047n, 5_000n))
  const step = fc.record({ isAdded: fc.boolean(), number })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const [table, model] = [new FingerprintTable(), new Set<bigint>()]
      for (const {
        isAdded,
        number: [high, low],
      } of steps) {
        const one = (BigInt(high) << 32n) | low || 1n
        expect(isAdded ? table.add(one) : table.delete(one)).toBe(isAdded ? !model.has(one) : model.has(one))
        if (isAdded) model.add(one)
        else model.delete(one)
        expect(table.has(one)).toBe(isAdded)
      }
      expect(new Set(table.values())).toEqual(model)
      expect(table.size).toBe(model.size)
    }),
  )
})
