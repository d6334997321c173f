/** The promises metadata keeps wherever it lives, run against each adapter by its own `*.contract.ts`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { migrate, readMigrations } from './migrate.ts'
import { json, sql } from './sql.ts'
import { addDeeds, listDeeds } from './tables/audit-trail.ts'
import {
  changeCohort,
  claimDueCohort,
  createCohort,
  findCohort,
  keepMembers,
  listCohorts,
  removeCohort,
} from './tables/cohorts.ts'
import { directoryVersion, readDirectory } from './tables/directory.ts'
import { createKey, hashOf, listKeys, makeToken, revokeKey } from './tables/keys.ts'
import {
  addTombstones,
  beginErasure,
  findErasure,
  finishErasure,
  governanceVersion,
  listErasures,
  listTombstones,
  runningErasures,
} from './tables/erasures.ts'
import { addPlan, findPlan, newestPlans } from './tables/plans.ts'
import { settleQuotas } from './tables/quotas.ts'
import { addRefusals, dropRefusals, listRefusals, type Refusals } from './tables/refusals.ts'
import {
  changeQuestion,
  createQuestion,
  findQuestion,
  listQuestions,
  removeQuestion,
} from './tables/questions.ts'
import { claimSweep, findSweep, finishSweep, postponeSweep } from './tables/sweeps.ts'
import { changeProject, createProject, findProject, listProjects } from './tables/projects.ts'

/** `open` gives an empty database, not migrated. */
export function metadataContract(adapter: string, open: () => Promise<Database>): void {
  describe(`${adapter} metadata`, () => {
    let db: Database
    let applied: string[][]
    beforeAll(async () => {
      db = await open()
      // Two processes that start at once.
      applied = await Promise.all([migrate(db), migrate(db)])
    })
    afterAll(() => db.close())

    const project = (id: string): Promise<unknown> =>
      createProject(db, { id, name: id.toUpperCase(), timezone: 'Asia/Shanghai', settings: { quota: 1 } })

    test('a sweep of a project and day is one caller’s, until it is finished or whoever claimed it has ended', async () => {
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

    test('migrating twice, or at once from two sides, changes nothing', async () => {
      const all = (await readMigrations()).map(({ name }) => name)
      expect(applied.flat().toSorted()).toEqual(all)
      expect(await migrate(db)).toEqual([])
    })

    test('a migration that was changed after it was applied is told by name, and nothing is applied', async () => {
      const folder = mkdtempSync(`${tmpdir()}/firefly-migrations-`)
      const [first] = await readMigrations()
      writeFileSync(`${folder}/${first?.name}`, `${first?.text} `)
      writeFileSync(`${folder}/9999-new.sql`, 'CREATE TABLE never (a int);')
      await expect(migrate(db, folder)).rejects.toThrow(first?.name)
      await expect(db.query(sql`SELECT 1 FROM never`)).rejects.toMatchObject({ code: '42P01' })
      rmSync(folder, { recursive: true })
    })

    test('a plan has versions, and whoever builds on an older one than there is changes nothing', async () => {
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
      const erasure = { id: 'e1', project: 'p', subject: 'h1', requestedBy: 'key_1' }
      await db.transaction((on) =>
        beginErasure(on, { ...erasure, work: { ids: ['1'] }, hashes: ['h1', 'h2'] }),
      )
      await addTombstones(db, { id: 'e1', project: 'p', hashes: ['h2', 'h3'] })
      expect(await runningErasures(db)).toMatchObject([{ ...erasure, work: { ids: ['1'] } }])
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

    test('every value comes back as it went in', async () => {
      const odd = { quote: `'"\\$1`, han: '萤火虫 🪲', list: [1, null, { a: true }], line: 'a\nb' }
      const at = new Date('2026-01-31T12:00:00.123Z')
      const rows = await db.query(
        sql`SELECT ${odd.quote}::text AS text, ${json(odd)}::jsonb AS json, ${at}::timestamptz AS at,
          ${2 ** 52}::bigint AS large, ${0.1}::float8 AS small, ${true}::boolean AS yes, ${null}::text AS none,
          ${['a', `b'"`]}::text[] AS list, ARRAY(SELECT unnest(${[3, 4]}::int[])) AS numbers`,
      )
      expect(rows).toEqual([
        {
          text: odd.quote,
          json: odd,
          at,
          large: 2 ** 52,
          small: 0.1,
          yes: true,
          none: null,
          list: ['a', `b'"`],
          numbers: [3, 4],
        },
      ])
    })

    test('a value is a value, whatever it holds', async () => {
      const evil = `x'; DROP TABLE projects; --`
      expect(await findProject(db, evil)).toBeUndefined()
      expect(await db.query(sql`SELECT ${evil}::text AS text`)).toEqual([{ text: evil }])
    })

    test('a transaction is done whole or not at all, and its reason is passed on', async () => {
      const failing = db.transaction(async (transaction) => {
        await createProject(transaction, { id: 'half', name: 'Half', timezone: 'UTC', settings: {} })
        throw new Error('on second thoughts')
      })
      await expect(failing).rejects.toThrow('on second thoughts')
      expect(await findProject(db, 'half')).toBeUndefined()
      await db.transaction((transaction) =>
        createProject(transaction, { id: 'whole', name: 'Whole', timezone: 'UTC', settings: {} }),
      )
      expect(await findProject(db, 'whole')).toMatchObject({ name: 'Whole' })
    })

    test('a transaction that failed inside leaves a connection that works', async () => {
      for (let round = 0; round < 6; round++)
        await expect(
          db.transaction((transaction) => transaction.query(sql`SELECT nothing FROM nowhere`)),
        ).rejects.toMatchObject({ trouble: 'fault' })
      await db.ready()
    })

    test('what breaks a rule is told by its trouble', async () => {
      await project('ruled')
      const bad = createProject(db, { id: 'Not An Id', name: 'x', timezone: 'UTC', settings: {} })
      await expect(bad).rejects.toMatchObject({ trouble: 'refused' })
      const orphan = createKey(db, { project: 'nobody', kind: 'read', token: makeToken('read') })
      await expect(orphan).rejects.toMatchObject({ trouble: 'missing' })
      const twice = sql`INSERT INTO projects (id, name, timezone) VALUES ('ruled', 'x', 'UTC')`
      await expect(db.query(twice)).rejects.toMatchObject({ trouble: 'conflict' })
    })

    test('a project is made once, found, changed in part, and listed', async () => {
      expect(await project('shop')).toMatchObject({ id: 'shop', settings: { quota: 1 } })
      expect(await project('shop')).toBeUndefined()
      expect(await changeProject(db, 'shop', { name: 'Our shop' })).toMatchObject({
        name: 'Our shop',
        timezone: 'Asia/Shanghai',
        settings: { quota: 1 },
      })
      expect(await changeProject(db, 'shop', { settings: {} })).toMatchObject({ settings: {} })
      expect(await changeProject(db, 'shop', { timezone: null })).toMatchObject({ timezone: null })
      expect(await changeProject(db, 'nobody', { name: 'x' })).toBeUndefined()
      expect((await listProjects(db)).map(({ id }) => id)).toContain('shop')
    })

    test('a key is kept as a hash alone, and revoked once', async () => {
      await project('keyed')
      const token = makeToken('secret')
      const made = await createKey(db, { project: 'keyed', kind: 'secret', token, label: 'Ana' })
      expect(made).toMatchObject({ kind: 'secret', label: 'Ana', maySee: 5, revokedAt: null })
      expect(await createKey(db, { project: 'keyed', kind: 'read', token })).toBeUndefined()
      const kept = JSON.stringify(await db.query(sql`SELECT * FROM keys WHERE project = 'keyed'`))
      expect(kept).toContain(hashOf(token))
      expect(kept).not.toContain(token)

      expect(await revokeKey(db, 'other', made?.id ?? '')).toBeUndefined()
      const revoked = await revokeKey(db, 'keyed', made?.id ?? '')
      expect(revoked?.revokedAt).toBeInstanceOf(Date)
      expect(await revokeKey(db, 'keyed', made?.id ?? '')).toEqual(revoked)
      expect(await listKeys(db, 'keyed')).toEqual([revoked])
    })

    test('a key may be revoked in a while: it works until then, and sooner when that is asked later', async () => {
      await project('waning')
      const made = await createKey(db, { project: 'waning', kind: 'write', token: makeToken('write') })
      const ahead = await revokeKey(db, 'waning', made?.id ?? '', 3_600)
      const until = ahead?.revokedAt?.getTime() ?? 0
      const living = (await readDirectory(db)).keys.filter((key) => key.project === 'waning')
      expect(living).toHaveLength(1)
      // One is told in microseconds, the other in whole milliseconds.
      expect(Math.abs((living[0]?.until ?? 0) - until)).toBeLessThan(2)
      expect(until).toBeGreaterThan(Date.now() + 3_000_000)
      expect((await revokeKey(db, 'waning', made?.id ?? '', 7_200))?.revokedAt?.getTime()).toBe(until)
      await revokeKey(db, 'waning', made?.id ?? '')
      expect((await readDirectory(db)).keys.filter((key) => key.project === 'waning')).toEqual([])
    })

    test('the directory has every living key, and its version moves with every change', async () => {
      await project('listed')
      const tokens = [makeToken('write'), makeToken('read')]
      const [write, read] = await Promise.all([
        createKey(db, { project: 'listed', kind: 'write', token: tokens[0] ?? '' }),
        createKey(db, {
          project: 'listed',
          kind: 'read',
          token: tokens[1] ?? '',
          maySee: 2,
          debug: 'dry-run',
        }),
      ])
      const before = await readDirectory(db)
      await revokeKey(db, 'listed', write?.id ?? '')
      const after = await readDirectory(db)
      expect(after.version).toBeGreaterThan(before.version)
      expect(await directoryVersion(db)).toBe(after.version)
      expect(after.keys.filter((key) => key.project === 'listed')).toEqual([
        {
          id: read?.id,
          hash: hashOf(tokens[1] ?? ''),
          project: 'listed',
          kind: 'read',
          maySee: 2,
          debug: 'dry-run',
          until: null,
        },
      ])
      expect(after.revoked).toContain(hashOf(tokens[0] ?? ''))
    })

    test('a quota is one for all who spend of it, refills evenly, and never holds more than a minute', async () => {
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

    test('the audit trail gives deeds newest first, page after page, of one project alone', async () => {
      const deed = (n: number, at: string): Parameters<typeof addDeeds>[1][number] => ({
        at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)),
        who: `key_${n % 2}`,
        project: at,
        what: n % 3 === 0 ? 'export' : 'query',
        detail: { kind: 'trend', quote: `'` },
        rows: 2 ** 40 + n,
        durationMs: n / 2,
      })
      await addDeeds(db, [])
      await addDeeds(
        db,
        Array.from({ length: 25 }, (_, n) => deed(n, 'audited')),
      )
      await addDeeds(db, [deed(1, 'elsewhere')])
      const pages: number[] = []
      for (let before: number | undefined; ; ) {
        const page = await listDeeds(db, { project: 'audited', before, limit: 10 })
        pages.push(...page.map(({ rows }) => rows - 2 ** 40))
        before = page.at(-1)?.id
        if (before === undefined) break
      }
      expect(pages).toEqual(Array.from({ length: 25 }, (_, n) => 24 - n))
      const [only] = await listDeeds(db, { project: 'audited', what: 'export', who: 'key_1', limit: 1 })
      expect(only).toMatchObject(deed(21, 'audited'))
    })

    test('a cohort is saved, changed whole, found by its project alone, and removed once', async () => {
      await project('grouped')
      const words = {
        name: 'Buyers',
        description: '',
        definition: { did: { event: `O'` } },
        refreshMinutes: null,
      }
      const made = await createCohort(db, 'grouped', words)
      expect(made).toMatchObject({ ...words, version: 0, size: null, computedAt: null })
      expect(await findCohort(db, 'other', made.id)).toBeUndefined()
      const list = { ...words, name: 'List', definition: null }
      expect(await changeCohort(db, 'grouped', made.id, list)).toMatchObject(list)
      expect((await listCohorts(db, 'grouped')).map(({ name }) => name)).toEqual(['List'])
      expect(await removeCohort(db, 'other', made.id)).toBe(false)
      expect(await removeCohort(db, 'grouped', made.id)).toBe(true)
      expect(await removeCohort(db, 'grouped', made.id)).toBe(false)
    })

    test('a cohort that is due is given to one alone, and what was found for an older meaning is not kept', async () => {
      await project('due')
      const words = { name: 'Due', description: '', definition: { did: {} }, refreshMinutes: 60 }
      const made = await createCohort(db, 'due', words)
      const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minutes))
      const claims = await Promise.all([1, 2, 3].map(() => claimDueCohort(db, at(0), at(10))))
      expect(claims.filter((claim) => claim?.id === made.id)).toHaveLength(1)
      expect((await claimDueCohort(db, at(11), at(20)))?.id).toBe(made.id)
      expect(await keepMembers(db, made, { version: 7, size: 3, at: at(12) })).toMatchObject({
        version: 7,
        size: 3,
      })
      expect(await keepMembers(db, made, { version: 6, size: 9, at: at(13) })).toBeUndefined()
      expect(await claimDueCohort(db, at(71), at(80))).toBeUndefined()
      expect((await claimDueCohort(db, at(72), at(80)))?.id).toBe(made.id)
      await changeCohort(db, 'due', made.id, { ...words, refreshMinutes: null })
      expect(await keepMembers(db, made, { version: 8, size: 1, at: at(73) })).toBeUndefined()
    })

    test('a question is saved, changed whole, found by its project alone, and removed once', async () => {
      await project('asking')
      const words = { name: 'Buyers', description: `it's`, query: { kind: 'trend', series: [{}] } }
      const made = await createQuestion(db, 'asking', words)
      expect(made).toMatchObject(words)
      expect(await findQuestion(db, 'other', made.id)).toBeUndefined()
      const other = { ...words, name: 'Others' }
      expect(await changeQuestion(db, 'asking', made.id, other)).toMatchObject(other)
      expect((await listQuestions(db, 'asking')).map(({ name }) => name)).toEqual(['Others'])
      expect(await removeQuestion(db, 'other', made.id)).toBe(false)
      expect(await removeQuestion(db, 'asking', made.id)).toBe(true)
      expect(await removeQuestion(db, 'asking', made.id)).toBe(false)
    })

    test('many questions at once are all answered', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => db.query<{ n: number }>(sql`SELECT ${n}::int AS n`)),
      )
      expect(answers.flat().map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    })
  })
}
