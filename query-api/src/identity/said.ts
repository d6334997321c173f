/** Whether anything was ever said of who is whom: what comes before every question, and is remembered where only this process can change it. */
import { bind, brief, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Ask } from './joins.ts'

const TABLES = ['identities', 'identity_decisions']
/** By store, the projects of which nothing is said, each with the writes that had been when it was asked. */
const unsaid = new WeakMap<object, Map<string, number>>()

export async function isAnythingSaid(
  project: string,
  ask: Ask,
  store: Pick<Store, 'writesOf'>,
): Promise<boolean> {
  const own = unsaid.get(store) ?? new Map<string, number>()
  unsaid.set(store, own)
  const writes = store.writesOf(TABLES)
  if (writes !== undefined && own.get(project) === writes) return false
  const isSaid = (await ask(brief(saidSql(project)))).length > 0
  if (writes !== undefined && !isSaid) own.set(project, writes)
  return isSaid
}

const saidSql = (project: string): Sql => sql`
SELECT 1 FROM identities WHERE project = ${bind('String', project)} LIMIT 1
UNION ALL SELECT 1 FROM identity_decisions WHERE project = ${bind('String', project)} LIMIT 1`
