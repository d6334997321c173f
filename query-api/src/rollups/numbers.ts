/** Gives ids their numbers, without a gap and none twice, however many processes do so at once. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { UNHURRIED } from './unhurried.ts'

/** Ids of one insert. */
const AT_ONCE = 500_000
/** Rounds without any progress before it is given up. */
const PATIENCE = 20

/**
 * Resolves when every id of `ids`, a SELECT of `person_id`, has a number. Numbers go on from the largest one, and the insert
 * bears its name: of two processes that go on from the same one, the store keeps one insert, and the other looks again.
 */
export async function numberAll(store: Store, project: string, ids: Sql): Promise<void> {
  let [last, tries] = [-1, 0]
  for (;;) {
    const missing = await missingIds(store, project, ids)
    if (missing.length === 0) return
    const largest = await largestNumber(store, project)
    tries = largest === last ? tries + 1 : 0
    if (tries > PATIENCE) throw new Error(`the ids of ${project} cannot be given numbers`)
    last = largest
    const lines = missing.map((id, at) => `${JSON.stringify([project, id, largest + 1 + at])}\n`)
    await store.insert({
      table: 'person_numbers',
      columns: ['project', 'person_id', 'number'],
      lines: Buffer.from(lines.join('')),
      // What was erased may leave a number that was the largest one once before.
      token: `person_numbers:${project}:${largest}:${tries}`,
    })
  }
}

async function missingIds(store: Store, project: string, ids: Sql): Promise<string[]> {
  const own = sql`SELECT person_id FROM person_numbers WHERE project = ${bind('String', project)}`
  const select = sql`SELECT toString(person_id) AS id FROM (SELECT DISTINCT person_id FROM (${ids}) WHERE person_id NOT IN (${own}) LIMIT ${bind('UInt32', AT_ONCE)})`
  return (await store.query<{ id: string }>(statement(select), UNHURRIED)).rows.map(({ id }) => id)
}

async function largestNumber(store: Store, project: string): Promise<number> {
  const select = sql`SELECT max(number) AS largest FROM person_numbers WHERE project = ${bind('String', project)}`
  return (await store.query<{ largest: number }>(statement(select))).rows[0]?.largest ?? 0
}
