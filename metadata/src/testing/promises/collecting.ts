/** What collecting counts for all processes together: quotas, and what was turned away. */
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import { settleQuotas } from '../../tables/quotas.ts'
import { addRefusals, dropRefusals, listRefusals, type Refusals } from '../../tables/refusals.ts'

export function collectingContract(given: () => Database): void {
  test('a quota is one for all who spend of it, refills evenly, and never holds more than a minute', async () => {
    const db = given()
    const settle = async (spent: number, perMinute = 60_000): Promise<number> => {
      const [left] = await settleQuotas(db, [{ project: 'metered', perMinute, spent }])
      return left?.remaining ?? Number.NaN
    }
    expect(await settle(0)).toBe(60_000)
    expect(await settle(0)).toBe(60_000)
    await Promise.all(Array.from({ length: 5 }, () => settle(20_000)))
    // 100,000 were spent of 60,000; a minute would give 60,000 back.
    const low = await settle(0)
    expect(low).toBeGreaterThanOrEqual(-40_000)
    expect(low).toBeLessThan(20_000)
    await expect.poll(() => settle(0), { timeout: 20_000 }).toBeGreaterThan(low)
    expect(await settle(0, 10)).toBeLessThanOrEqual(10)
    const two = [
      { project: 'b', perMinute: 5, spent: 1 },
      { project: 'a', perMinute: 9, spent: 2 },
    ]
    const both = await settleQuotas(db, two)
    expect(Object.fromEntries(both.map(({ project, remaining }) => [project, remaining]))).toEqual({
      a: 7,
      b: 4,
    })
  })

  test('what was turned away adds up by day and reason, is told to its project alone, and forgotten in time', async () => {
    const db = given()
    const line = (more: Partial<Refusals>): Refusals => ({
      project: 'turned',
      day: '2026-01-02',
      dialect: 'native',
      verdict: 'rejected',
      code: 'missing_id',
      count: 1,
      firstAt: new Date('2026-01-02T10:00:00Z'),
      lastAt: new Date('2026-01-02T10:00:00Z'),
      message: 'first',
      ...more,
    })
    await addRefusals(db, [line({}), line({ project: 'other' }), line({ day: '2026-01-01' })])
    const later = { firstAt: new Date('2026-01-02T11:00:00Z'), lastAt: new Date('2026-01-02T12:00:00Z') }
    await addRefusals(db, [line({ count: 4, message: 'last', ...later }), line({ code: 'too_deep' })])
    const found = await listRefusals(db, 'turned', '2026-01-02')
    expect(found).toEqual([
      line({ count: 5, message: 'last', lastAt: later.lastAt }),
      line({ code: 'too_deep' }),
    ])
    expect(await listRefusals(db, 'turned', '2026-01-01')).toHaveLength(3)
    await dropRefusals(db, '2026-01-02')
    expect(await listRefusals(db, 'turned', '2026-01-01')).toHaveLength(2)
  })
}
