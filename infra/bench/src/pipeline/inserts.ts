/** What an insert costs the engine: the rows alone, then with each view that is fed by them, then with all, and what comes beside it. */
import { createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import { sql, statement } from '@firefly/clickhouse/sql'
import type { Block, Store } from '@firefly/clickhouse/store'
import { type Link, linkBlock } from '@firefly/clickhouse/tables/identities'
import { type UserChange, userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import { eventBlock, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { costOf } from './cost.ts'
import { readyRows } from './processors-alone.ts'
import { withStore } from './with-store.ts'

export interface InsertCost {
  rows: number
  what: string
  /** Processor time of the process, the best of some rounds. */
  milliseconds: number
}

const SIZES = [10_000, 40_000]
const ROUNDS = 6
/** One event in so many is an `identify`. */
const IDENTIFIES_EACH = 20

export const measureInserts = (): Promise<InsertCost[]> =>
  withStore(async (store) => {
    await store.command('SYSTEM STOP MERGES')
    const views = await viewsOf(store)
    for (const view of views) await store.command(`DETACH TABLE ${view}`)
    const costs: InsertCost[] = []
    for (const rows of SIZES) costs.push(...(await measureSize(store, readyRows(rows), views)))
    return costs
  })

/** In turn, so that a busy moment of the machine meets all of them. */
async function measureSize(
  store: Store,
  rows: readonly EventRow[],
  views: readonly string[],
): Promise<InsertCost[]> {
  const [native, catalogue] = [eventBlock(rows), createCatalogueTally()]
  for (const row of rows) catalogue.add(row)
  const { links, changes } = identified(rows)
  const events = (token: string): Block[] => [{ table: 'events', columns: eventColumns, native, token }]
  const variants: [string, readonly string[], (token: string) => Block[]][] = [
    ['rows alone', [], events],
    ...views.map((view): [string, string[], typeof events] => [`with ${view}`, [view], events]),
    ['with all views', views, events],
    ['the catalogue, beside it', [], (token) => catalogue.blocks((table) => `${table} ${token}`)],
    [`who is whom, of 1 in ${IDENTIFIES_EACH}`, [], (token) => [linkBlock(links, `links ${token}`)]],
    ['what they say of users', [], (token) => [userChangeBlock(changes, `changes ${token}`)]],
  ]
  const best = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++)
    for (const [what, fed, blocks] of variants) {
      for (const view of fed) await store.command(`ATTACH TABLE ${view}`)
      const { cpuSeconds } = await costOf(async () => {
        for (const block of blocks(`${rows.length} ${round} ${what}`)) await store.insert(block)
      })
      for (const view of fed) await store.command(`DETACH TABLE ${view}`)
      best.set(what, Math.min(best.get(what) ?? Number.POSITIVE_INFINITY, cpuSeconds * 1000))
    }
  return [...best].map(([what, milliseconds]) => ({ rows: rows.length, what, milliseconds }))
}

/** Of each of them somebody new: the user that they turn out to be, and one property. */
function identified(rows: readonly EventRow[]): { links: Link[]; changes: UserChange[] } {
  const identifies = rows.filter((_, at) => at % IDENTIFIES_EACH === 0)
  const said = identifies.map(({ project, time, log_partition, log_offset, message_id }, place) => {
    const inLog = { partition: log_partition, offset: log_offset, place, messageId: message_id }
    return { project, time, ...inLog, user: `user-${place}`, anonymous: `device-${place}` }
  })
  return {
    links: said.map(({ user, anonymous, ...one }) => ({
      ...one,
      kind: 'identify',
      from: anonymous,
      to: user,
    })),
    changes: said.map((one) => ({ ...one, kind: 'set', name: 'city', value: `city ${one.place % 300}` })),
  }
}

async function viewsOf(store: Store): Promise<string[]> {
  const views = sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MaterializedView' ORDER BY name`
  return (await store.query<{ name: string }>(statement(views))).rows.map(({ name }) => name)
}
