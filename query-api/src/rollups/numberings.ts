/**
 * Which numbers the days of each project are sealed with. Where many people go by several, since they were joined when their ids had numbers,
 * there are new ones (`renumber.ts`); questions go by them once every day has them, and the old ones are taken away.
 */
import { createPurge } from '@firefly/clickhouse/purge'
import { bind, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { arrivedByDay } from './arrived.ts'
import { type Calendar, EVER } from './days.ts'
import type { Numbered } from './numbers.ts'
import { newestWhole, numberAnew, unite } from './renumber.ts'
import { joinedProjects, secondsNow, settle, settleAs, type Standing } from './settle.ts'
import { FIRST_NUMBERING } from './settled.ts'
import { UNHURRIED } from './unhurried.ts'

export interface NumberingOptions {
  store: Store
  calendars: readonly Calendar[]
  cluster?: string | undefined
  project?: string | undefined
  onFailure: (error: unknown) => void
  /** How long nothing may have come for a day that is sealed. */
  quietMs: number
  /** How many numbers must be apart, beside a share of all, for new ones to be worth it. */
  manyApart?: number | undefined
}

export interface Numberings {
  /** What days of the project are sealed with. */
  of: (project: string) => Numbered
  /** The condition on `project` and `numbering` that says so. */
  are: Sql
  /** Lets questions go by new numbers where every day has them by now. */
  end: () => Promise<void>
}

const MANY_APART = 1_000
/** One in so many: where bits are changed, and where days have to be sealed anew. */
const SHARE_UNITED = 1_000
const SHARE_ANEW = 100
/** What is said of ids may be seen so much later, beside what is waited for until a day is quiet. */
const GRACE = 2
/** No question takes so long. */
const UNUSED_SECONDS = 600
/** Rows of `settled_numbers` that a project may have before all but the last ones are taken away. */
const MOST_SETTLED = 300

interface Found {
  standing: Standing
  target: Numbered
}

/** Looks anew who is whom in every project whose people are joined. */
export async function findNumberings(options: NumberingOptions): Promise<Numberings> {
  const { store, project: only, onFailure, quietMs } = options
  const [found, graceMs] = [new Map<string, Found>(), GRACE * quietMs]
  const each = async (names: readonly string[], work: (name: string) => Promise<void>): Promise<void> => {
    for (const name of names) await work(name).catch(onFailure)
  }
  await each(await joinedProjects(store, only), async (name) => {
    const standing = await settle(name, { store, graceMs })
    if (!standing) return
    found.set(name, { standing, target: await targetOf(standing, options) })
    await forget(standing, options)
  })
  const [names, numbers] = [[...found.keys()], [...found.values()].map(({ target }) => target.numbering)]
  return {
    of: (name) =>
      found.get(name)?.target ?? { project: { name, joins: undefined }, numbering: FIRST_NUMBERING },
    are: sql`numbering = transform(toString(project), ${bind('Array(String)', ['', ...names])},
      ${bind('Array(UInt64)', [FIRST_NUMBERING, ...numbers])}, toUInt64(${bind('UInt64', FIRST_NUMBERING)}))`,
    end: () =>
      each(names, async (name) => {
        const one = found.get(name)
        if (!one || one.target.numbering === one.standing.settled.numbering) return
        const now = await secondsNow(store)
        if (await isWhole(one, options)) await settleAs(one.target, now, { store, graceMs })
      }),
  }
}

/** The numbers that questions go by; or newer ones, which may be given here. */
async function targetOf(
  { project, settled }: Standing,
  { store, manyApart = MANY_APART }: NumberingOptions,
): Promise<Numbered> {
  const select = sql`SELECT ${newestWhole(project.name)} AS newest, toUInt32(count()) AS ids
    FROM id_numbers WHERE project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', settled.numbering)}`
  const [row] = (await store.query<{ newest: number; ids: number }>(statement(select), UNHURRIED)).rows
  const { newest, ids } = row ?? { newest: 0, ids: 0 }
  if (newest > settled.numbering) return { project, numbering: newest }
  const [known, worth] = [
    { project, numbering: settled.numbering },
    settled.apart > manyApart ? settled.apart : 0,
  ]
  if (worth * SHARE_UNITED <= ids) return known
  const next = { project, numbering: Math.max(settled.numbering + 1, await secondsNow(store)) }
  if (await unite(store, known, next.numbering)) return next
  if (worth * SHARE_ANEW <= ids) return known
  await numberAnew(store, known, next.numbering)
  return next
}

/** Whether every day that questions find sealed now is sealed with the new numbers as well. */
async function isWhole(
  { standing, target }: Found,
  { store, calendars }: NumberingOptions,
): Promise<boolean> {
  const { name } = target.project
  const sealed = (calendar: Calendar, numbering: number): Sql =>
    sql`FROM sealed_people WHERE project = ${bind('String', name)} AND numbering = ${bind('UInt32', numbering)} AND calendar = ${bind('String', calendar)} AND event = ''`
  const left = calendars.map(
    (calendar) => sql`SELECT day ${sealed(calendar, standing.settled.numbering)}
      AND (day, arrived) IN (SELECT day, arrived FROM (${arrivedByDay(calendar, { project: name, ...EVER })}) WHERE events > 0)
      AND day NOT IN (SELECT day ${sealed(calendar, target.numbering)})`,
  )
  const select = sql`SELECT toUInt32(count()) AS days FROM (${join(left, '\nUNION ALL\n')})`
  const [row] = (await store.query<{ days: number }>(statement(select), UNHURRIED)).rows
  return row?.days === 0
}

/** Takes away numbers, and what was settled, of before. */
async function forget({ project, settled }: Standing, { store, cluster }: NumberingOptions): Promise<void> {
  const own = sql`project = ${bind('String', project.name)}`
  const older = sql`${own} AND numbering < ${bind('UInt32', settled.numbering)}`
  const before = sql`toDateTime(${bind('UInt32', settled.settledAt - UNUSED_SECONDS)}, 'UTC')`
  const select = sql`
SELECT (SELECT toUInt32(count()) FROM settled_numbers WHERE ${own} AND settled_at < ${before}) AS old,
  (SELECT toUInt32(count()) FROM settled_numbers WHERE ${own} AND numbering = ${bind('UInt32', settled.numbering)} AND settled_at < ${before}) AS used,
  (SELECT toUInt32(count()) FROM sealed_people WHERE ${older}) AS days`
  const [row] = (await store.query<{ old: number; used: number; days: number }>(statement(select), UNHURRIED))
    .rows
  const purge = createPurge({ store, cluster })
  if (row && row.used > 0 && row.days > 0)
    for (const table of ['sealed_people', 'id_numbers']) await purge.hide(table, older)
  if (row && row.old > MOST_SETTLED)
    await purge.hide('settled_numbers', sql`${own} AND settled_at < ${before}`)
}
