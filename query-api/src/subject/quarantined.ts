/** Events of a person that could not become rows: looked for in every record that was set aside, a page in memory at a time. */
import { bind, integer, natural, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import { idsIn } from '@firefly/protocol/ids'
import { decodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { MASK } from '@firefly/protocol/plan'
import type { Asking } from '../analyses/analysis.ts'
import { SEES_ALL, type Sight } from '../sight/sight.ts'

interface Row {
  id: string
  reason: string
  at: string | number
  record: string
}
export interface Quarantined {
  reason: string
  quarantinedAt: string
  /** As it was sent, beside what the batch says of all its events. */
  event: unknown
}

const PAGE = 500

export async function* quarantinedOf(
  ids: readonly string[],
  { project, ask }: Pick<Asking, 'project' | 'ask'>,
): AsyncGenerator<Quarantined> {
  const own = new Set(ids)
  const { sight = SEES_ALL } = project
  for (let after = '0'; ; ) {
    const page = await ask<Row>(statement(pageSql(project.name, after)))
    for (const { reason, at, record } of page)
      for (const event of eventsIn(Buffer.from(record, 'base64')).filter((one) => isOf(own, one)))
        yield { reason, quarantinedAt: new Date(Number(at)).toISOString(), event: sentSeen(event, sight) }
    if (page.length < PAGE) return
    after = page.at(-1)?.id ?? after
  }
}

const pageSql = (project: string, after: string): Sql => sql`
SELECT toString(quarantine.id) AS id, toString(reason) AS reason, toUnixTimestamp64Milli(quarantined_at) AS at, record
FROM quarantine
WHERE project = ${bind('String', project)} AND quarantine.id > ${natural(after)}
ORDER BY quarantine.id LIMIT ${integer(PAGE)}`

type Sent = Record<string, unknown>

/** A record that nobody can read tells nothing about anybody. */
function eventsIn(value: Uint8Array): Sent[] {
  const decoded = decodeRecord(value)
  if (!decoded.ok) return []
  try {
    return listIn(decoded.header, JSON.parse(Buffer.from(decoded.body).toString('utf8')) as unknown)
  } catch {
    return []
  }
}

function listIn({ shape }: RecordHeader, json: unknown): Sent[] {
  const { batch, context } = (shape === 'batch' ? json : {}) as { batch?: unknown; context?: unknown }
  const list = shape === 'batch' ? batch : shape === 'list' ? json : [json]
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null
      ? [Object.assign<Sent, object>(context ? { context } : {}, one)]
      : [],
  )
}

const isOf = (own: ReadonlySet<string>, event: Sent): boolean => idsIn(event).some((id) => own.has(id))

/** What was sent is masked by its names wherever they stand; what an event's surroundings are made of may be nested in it. */
function sentSeen(value: unknown, sight: Sight): unknown {
  if (typeof value !== 'object' || value === null || sight.hidden.length === 0) return value
  if (Array.isArray(value)) return value.map((one) => sentSeen(one, sight))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      sight.levelOf(name) === undefined && sight.levelOf(`$${name}`) === undefined
        ? sentSeen(inner, sight)
        : MASK,
    ]),
  )
}
