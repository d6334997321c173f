/** Takes a person out of the quarantine: events set aside one by one, and records nobody could read that hold one of the ids. */
import type { Purge } from '@firefly/clickhouse/purge'
import { bind, integer, join, natural, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { decodeRecord } from '@firefly/protocol/record'
import { type IsErased, redactRecord } from './redact-record.ts'

export interface EraseQuarantineOptions {
  store: Store
  purge: Purge
  project: string
  isErased: IsErased
  /** The ids as they are, while they are known: what cannot be read can only be searched for them. */
  ids?: readonly string[]
}

interface Kept {
  id: string
  record: string
}

const PAGE = 500

/** Rows that went. Records whose project nobody could read are looked through as well. */
export async function eraseQuarantine(options: EraseQuarantineOptions): Promise<number> {
  const found: string[] = []
  for (let after = '0'; ; ) {
    const page = await readPage(options, after)
    found.push(...page.filter((row) => isAbout(row, options)).map(({ id }) => id))
    if (page.length < PAGE) break
    after = page.at(-1)?.id ?? after
  }
  if (found.length > 0) await options.purge.rows('quarantine', sql`id IN (${join(found.map(natural), ', ')})`)
  return found.length
}

async function readPage({ store, project }: EraseQuarantineOptions, after: string): Promise<Kept[]> {
  const wanted = sql`SELECT toString(quarantine.id) AS id, record FROM quarantine
    WHERE project IN ${bind('Array(String)', [project, ''])} AND quarantine.id > ${natural(after)}
    ORDER BY quarantine.id LIMIT ${integer(PAGE)}`
  return (await store.query<Kept>(statement(wanted))).rows
}

function isAbout({ record }: Kept, { isErased, ids = [] }: EraseQuarantineOptions): boolean {
  const value = Buffer.from(record, 'base64')
  if (redactRecord(value, isErased) !== undefined) return true
  return isUnreadable(value) && ids.some((id) => value.includes(JSON.stringify(id).slice(1, -1)))
}

function isUnreadable(value: Uint8Array): boolean {
  const decoded = decodeRecord(value)
  if (!decoded.ok) return true
  try {
    JSON.parse(Buffer.from(decoded.body).toString('utf8'))
    return false
  } catch {
    return true
  }
}
