/** What every engine does with statements: values, transactions, troubles. */
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import { json, sql } from '../../sql.ts'
import { createKey, makeToken } from '../../tables/keys.ts'
import { createProject, findProject } from '../../tables/projects.ts'
import { makeProject } from './given.ts'

export function engineContract(given: () => Database): void {
  test('every value comes back as it went in', async () => {
    const db = given()
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
    const db = given()
    const evil = `x'; DROP TABLE projects; --`
    expect(await findProject(db, evil)).toBeUndefined()
    expect(await db.query(sql`SELECT ${evil}::text AS text`)).toEqual([{ text: evil }])
  })

  test('a transaction is done whole or not at all, and its reason is passed on', async () => {
    const db = given()
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
    const db = given()
    for (let round = 0; round < 6; round++)
      await expect(
        db.transaction((transaction) => transaction.query(sql`SELECT nothing FROM nowhere`)),
      ).rejects.toMatchObject({ trouble: 'fault' })
    await db.ready()
  })

  test('what breaks a rule is told by its trouble', async () => {
    const db = given()
    await makeProject(db, 'ruled')
    const bad = createProject(db, { id: 'Not An Id', name: 'x', timezone: 'UTC', settings: {} })
    await expect(bad).rejects.toMatchObject({ trouble: 'refused' })
    const orphan = createKey(db, { project: 'nobody', kind: 'read', token: makeToken('read') })
    await expect(orphan).rejects.toMatchObject({ trouble: 'missing' })
    const twice = sql`INSERT INTO projects (id, name, timezone) VALUES ('ruled', 'x', 'UTC')`
    await expect(db.query(twice)).rejects.toMatchObject({ trouble: 'conflict' })
  })

  test('many questions at once are all answered', async () => {
    const db = given()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => db.query<{ n: number }>(sql`SELECT ${n}::int AS n`)),
    )
    expect(answers.flat().map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })
}
