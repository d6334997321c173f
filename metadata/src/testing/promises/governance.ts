/** Plans, erasures and sweeps: one version, one receipt, one worker. */
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import {
  addTombstones,
  beginErasure,
  findErasure,
  countErasure,
  finishErasure,
  governanceVersion,
  listErasures,
  listTombstones,
  runningErasures,
} from '../../tables/erasures.ts'
import { addPlan, findPlan, newestPlans } from '../../tables/plans.ts'
import { claimSweep, findSweep, finishSweep, postponeSweep } from '../../tables/sweeps.ts'

export function governanceContract(given: () => Database): void {
  test('a sweep of a project and day is one caller’s, until it is finished or whoever claimed it has ended', async () => {
    const db = given()
    const [monday, tuesday] = [new Date('2026-01-05'), new Date('2026-01-06')]
    const at = (hour: number): Date => new Date(Date.UTC(2026, 1, 1) + hour * 3_600_000)
    const claim = (since: Date, hour: number): Promise<boolean> =>
      claimSweep(db, { project: 'kept', since, now: at(hour), until: at(hour + 1) })
    const both = await Promise.all([claim(monday, 0), claim(monday, 0)])
    expect(both.filter(Boolean)).toEqual([true])
    expect(await claim(tuesday, 0)).toBe(false)
    expect(await claim(monday, 2)).toBe(true)
    await finishSweep(db, { project: 'kept', at: at(2), counts: { events: 3 } })
    expect(await claim(monday, 9)).toBe(false)
    expect(await findSweep(db, 'kept')).toMatchObject({
      since: monday,
      finishedAt: at(2),
      counts: { events: 3 },
    })
    expect(await claim(tuesday, 9)).toBe(true)
    expect(await findSweep(db, 'kept')).toMatchObject({ since: tuesday, finishedAt: null })
    await postponeSweep(db, { project: 'kept', until: at(9.5) })
    expect(await claim(tuesday, 9.2)).toBe(false)
    expect(await claim(tuesday, 9.6)).toBe(true)
    await finishSweep(db, { project: 'kept', at: at(10), counts: {} })
    // What is done is not begun again by whoever is late to say that it is not.
    await postponeSweep(db, { project: 'kept', until: at(0) })
    expect(await claim(tuesday, 11)).toBe(false)
  })

  test('a plan has versions, and whoever builds on an older one than there is changes nothing', async () => {
    const db = given()
    const before = await governanceVersion(db)
    const add = (mode: string, after?: number) =>
      addPlan(db, { project: 'planned', plan: { mode }, madeBy: 'key_1' }, after)
    expect(await add('observe', 0)).toMatchObject({ version: 1 })
    expect(await add('flag')).toMatchObject({ version: 2, madeBy: 'key_1' })
    expect(await add('quarantine', 1)).toBeUndefined()
    expect(await findPlan(db, 'planned')).toMatchObject({ version: 2, plan: { mode: 'flag' } })
    expect(await findPlan(db, 'planned', 1)).toMatchObject({ version: 1, plan: { mode: 'observe' } })
    expect(await findPlan(db, 'other')).toBeUndefined()
    expect((await newestPlans(db)).filter(({ project }) => project === 'planned')).toHaveLength(1)
    expect(await governanceVersion(db)).toBeGreaterThan(before)
  })

  test('an erasure leaves a receipt and hashes, and what it needed on the way is gone', async () => {
    const db = given()
    const erasure = { id: 'e1', project: 'p', subject: 'h1', requestedBy: 'key_1' }
    await db.transaction((on) => beginErasure(on, { ...erasure, work: { ids: ['1'] }, hashes: ['h1', 'h2'] }))
    await addTombstones(db, { id: 'e1', project: 'p', hashes: ['h2', 'h3'] })
    expect(await runningErasures(db)).toMatchObject([{ ...erasure, work: { ids: ['1'] } }])
    await countErasure(db, { id: 'e1', counts: { events: 2 } })
    expect(await runningErasures(db)).toMatchObject([{ counts: { events: 2 } }])
    const goneAt = new Date('2026-01-31T12:00:00.000Z')
    await finishErasure(db, { id: 'e1', counts: { events: 3 }, goneAt, logGoneAt: goneAt })
    expect(await runningErasures(db)).toEqual([])
    expect(await findErasure(db, 'p', 'e1')).toMatchObject({
      state: 'done',
      work: null,
      counts: { events: 3 },
      goneAt,
    })
    expect(await findErasure(db, 'q', 'e1')).toBeUndefined()
    expect(await listErasures(db, 'p', 10)).toHaveLength(1)
    expect(await listTombstones(db)).toEqual(['h1', 'h2', 'h3'].map((hash) => ({ project: 'p', hash })))
  })
}
