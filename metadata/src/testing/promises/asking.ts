/** What people keep for asking again, cohorts and questions, and the trail of who asked. */
import { expect, test } from 'vitest'
import type { Database } from '../../database.ts'
import { addDeeds, listDeeds } from '../../tables/audit-trail.ts'
import {
  changeCohort,
  claimDueCohort,
  createCohort,
  findCohort,
  keepMembers,
  listCohorts,
  removeCohort,
} from '../../tables/cohorts.ts'
import {
  changeQuestion,
  createQuestion,
  findQuestion,
  listQuestions,
  removeQuestion,
} from '../../tables/questions.ts'
import { makeProject } from './given.ts'

export function askingContract(given: () => Database): void {
  test('the audit trail gives deeds newest first, page after page, of one project alone', async () => {
    const db = given()
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
    const db = given()
    await makeProject(db, 'grouped')
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
    const db = given()
    await makeProject(db, 'due')
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
    const db = given()
    await makeProject(db, 'asking')
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
}
