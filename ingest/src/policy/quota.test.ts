import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQuotas, type Quotas } from './quota.ts'

const MINUTE_MS = 60_000
const LOOK_MS = 1_000

/** The bucket that all share, as metadata keeps it. */
function sharedBucket(perMinute: number) {
  let [remaining, at] = [perMinute, 0]
  return (spent: number, now: number): number => {
    remaining = Math.min(perMinute, remaining + ((now - at) * perMinute) / MINUTE_MS) - spent
    at = now
    return remaining
  }
}

const settle = (quotas: Quotas, shared: (spent: number, now: number) => number, now: number): void => {
  for (const { project, spent } of quotas.spent()) quotas.learn(project, shared(spent, now))
}

test('several processes let in what one would, and beyond it at most what they let in during two looks', () => {
  const request = fc.record({
    wait: fc.integer({ min: 0, max: 900 }),
    process: fc.nat({ max: 3 }),
    events: fc.integer({ min: 1, max: 20 }),
  })
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 300 }),
      fc.integer({ min: 30, max: 600 }),
      (requests, perMinute) => {
        let now = 0
        const all = Array.from({ length: 4 }, () => createQuotas(() => now))
        const shared = sharedBucket(perMinute)
        let [total, looked, before, sinceLook, most] = [0, 0, 0, 0, 0]
        for (const { wait, process, events } of requests) {
          now += wait
          if (now - looked >= LOOK_MS) {
            for (const quotas of all) settle(quotas, shared, now)
            ;[looked, before, sinceLook] = [now, sinceLook, 0]
          }
          if (all[process]?.take('p', perMinute, events) !== 0) continue
          total += events
          sinceLook += events
          most = Math.max(most, before + sinceLook)
        }
        expect(total).toBeLessThanOrEqual(perMinute * (1 + now / MINUTE_MS) + most)
      },
    ),
    { numRuns: 60 },
  )
})

test('a process that may not send learns when others have stopped, and one that did not send learns what they spent', () => {
  let now = 0
  const [one, other] = [createQuotas(() => now), createQuotas(() => now)]
  const shared = sharedBucket(60)
  expect([one.take('p', 60, 60), other.take('p', 60, 1)]).toEqual([0, 0])
  for (const quotas of [one, other]) settle(quotas, shared, now)
  expect(other.take('p', 60, 1)).toBeGreaterThan(0)
  now += 3_000
  for (const quotas of [one, other]) settle(quotas, shared, now)
  expect(other.take('p', 60, 1)).toBe(0)
})

test('what could not be told is told the next time', () => {
  const quotas = createQuotas(() => 0)
  quotas.take('p', 60, 10)
  quotas.untold(quotas.spent())
  quotas.take('p', 60, 5)
  expect(quotas.spent()).toEqual([{ project: 'p', perMinute: 60, spent: 15 }])
  expect(quotas.spent()).toEqual([])
})
