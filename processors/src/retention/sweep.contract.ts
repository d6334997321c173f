/** What outlives its project's retention is gone from every table on the real engine, and what is left is all there: rollups say what events say. */
import { createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import { createPurge, type Purge } from '@firefly/clickhouse/purge'
import { bind, name, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { type EventRow, eventColumns, eventLines } from '@firefly/clickhouse/tables/events'
import { DATED_TABLES, overIn } from '@firefly/clickhouse/tables/retention'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { keptSince } from '@firefly/protocol/retention'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recount } from '../audit/recount.ts'
import { clearMonths, dropMonths, sweepProject } from './sweep.ts'

let store: Store
let purge: Purge
beforeAll(async () => {
  store = await openEmptyStore()
  purge = createPurge({ store, keepSeconds: 0, lookMs: 20 })
})
afterAll(() => store.close())

const DAY = 86_400_000
const NOW = Date.UTC(2026, 2, 20, 9)

interface Happening {
  project: string
  event: string
  user: string
  time: number
}

let puts = 0
async function put(happened: readonly Happening[]): Promise<void> {
  const blank = Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow
  const rows = happened.map(({ project, event, user, time }, at): EventRow => {
    const numbers = {
      received_at: time,
      is_clamped: 0 as const,
      is_bot: 0 as const,
      log_partition: 0,
      log_offset: at,
      place: 0,
    }
    return {
      ...blank,
      ...numbers,
      project,
      event,
      time,
      user_id: user,
      message_id: `${puts}-${at}`,
      properties: {},
    }
  })
  const token = `put ${++puts}`
  if (rows.length > 0)
    await store.insert({ table: 'events', columns: eventColumns, lines: eventLines(rows), token })
  const catalogue = createCatalogueTally()
  for (const row of rows) catalogue.add(row)
  for (const block of catalogue.blocks((table) => `${token} ${table}`)) await store.insert(block)
  const days = [
    ...new Set(
      happened.map(({ project, time }) => `${project} ${new Date(time).toISOString().slice(0, 10)}`),
    ),
  ]
  const lines = (row: (project: string, day: string) => unknown[]): Buffer =>
    Buffer.from(
      days.map((one) => `${JSON.stringify(row(...(one.split(' ') as [string, string])))}\n`).join(''),
    )
  if (days.length === 0) return
  await store.insert({
    table: 'plan_violations',
    columns: [
      'project',
      'day',
      'event',
      'property',
      'code',
      'consequence',
      'count',
      'first_seen',
      'last_seen',
      'message_id',
    ],
    lines: lines((project, day) => [
      project,
      day,
      'a',
      'p',
      'wrong_type',
      'report',
      1,
      `${day} 00:00:00.000`,
      `${day} 00:00:00.000`,
      'm',
    ]),
    token,
  })
  await store.insert({
    table: 'quarantine',
    columns: [
      'project',
      'reason',
      'detail',
      'quarantined_at',
      'log_partition',
      'log_offset',
      'record',
      'events',
    ],
    lines: lines((project, day) => [project, 'undecodable', '', `${day} 12:00:00.000`, 0, 0, 'x', 1]),
    token,
  })
}

/** Both calendars' days of what a project has, as sealing leaves them. */
const seal = (project: string): Promise<void> =>
  store.command(
    statement(sql`INSERT INTO sealed_people (project, numbering, calendar, event, day, arrived, people)
      SELECT project, 1, calendar.1, '', toInt32(toDate32(time + toIntervalHour(calendar.2))) AS day, 0, groupBitmapState(toUInt32(1))
      FROM events ARRAY JOIN [('utc', 0), ('east8', 8)] AS calendar WHERE project = ${bind('String', project)}
      GROUP BY project, calendar, day`),
  )
/** How many days of each calendar's have anything at or after `since`. */
const daysSince = (times: readonly number[], since: number): number =>
  [0, 8].reduce((sum, hours) => {
    const days = new Set(times.map((time) => Math.floor((time + hours * 3_600_000) / DAY)))
    return sum + [...days].filter((day) => day >= since / DAY).length
  }, 0)

async function countOf(table: string, project: string): Promise<number> {
  const wanted = sql`SELECT toUInt32(count()) AS rows FROM ${name(table)} WHERE project = ${bind('String', project)}`
  return (await store.query<{ rows: number }>(statement(wanted))).rows[0]?.rows ?? 0
}
async function timesOf(project: string): Promise<number[]> {
  const wanted = sql`SELECT toUnixTimestamp64Milli(time) AS at FROM events WHERE project = ${bind('String', project)} ORDER BY time`
  return (await store.query<{ at: string | number }>(statement(wanted))).rows.map(({ at }) => Number(at))
}

test('whatever happened, what is over is gone from each table, the rest is there, and what is rolled up agrees', async () => {
  let drawn = 0
  const happening = fc.record({
    event: fc.constantFrom('a', 'b'),
    user: fc.constantFrom('p', 'q', 'r'),
    // Close to the edge most of the time, since that is where it can go wrong.
    time: fc.oneof(
      fc.integer({ min: NOW - 90 * DAY, max: NOW }),
      fc.integer({ min: Date.UTC(2026, 1, 17, 12), max: Date.UTC(2026, 1, 19, 18) }),
    ),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 10, maxLength: 60 }),
      fc.array(happening, { maxLength: 20 }),
      // To a day in the middle of a month, and to the first of one.
      fc.constantFrom(30, 19, 20, 47),
      async (ours, theirs, days) => {
        const [mine, other] = [`ours-${++drawn}`, `theirs-${drawn}`]
        await put([
          ...ours.map((one) => ({ ...one, project: mine })),
          ...theirs.map((one) => ({ ...one, project: other })),
        ])
        await seal(mine)
        const since = keptSince(days, NOW) ?? 0
        const swept = await sweepProject({ project: mine, since }, { store, purge })
        const left = ours.map(({ time }) => time).filter((time) => time >= since)
        expect(await timesOf(mine)).toEqual(left.toSorted((a, b) => a - b))
        expect(swept['events'] ?? 0).toBe(ours.length - left.length)
        const times = ours.map(({ time }) => time)
        expect(await countOf('sealed_people', mine)).toBe(daysSince(times, since))
        for (const one of DATED_TABLES) {
          const over = sql`SELECT 1 FROM ${name(one.table)} WHERE ${overIn(one, { project: mine, since })} LIMIT 1`
          expect([one.table, (await store.query(statement(over))).rows]).toEqual([one.table, []])
        }
        expect(await timesOf(other)).toEqual(theirs.map(({ time }) => time).toSorted((a, b) => a - b))
        expect(await recount(store)).toEqual([])
        expect(await sweepProject({ project: mine, since }, { store, purge })).toEqual({})
      },
    ),
    { numRuns: 5, endOnFailure: true },
  )
}, 180_000)

test('a month that nobody keeps anything of goes as a whole; hidden rows leave the disk once their month is over', async () => {
  const at = (month: number, day: number): number => Date.UTC(2025, month, day, 3)
  await put([
    { project: 'keeper', event: 'a', user: 'p', time: at(3, 2) },
    { project: 'goer', event: 'a', user: 'p', time: at(3, 3) },
    { project: 'goer', event: 'a', user: 'p', time: at(4, 3) },
    { project: 'goer', event: 'a', user: 'p', time: at(4, 20) },
  ])
  const monthsLeft = async () => (await purge.months('events')).filter(({ month }) => month < 202506)
  await sweepProject({ project: 'goer', since: Date.UTC(2025, 4, 10) }, { store, purge })
  expect(await monthsLeft()).toEqual([
    { month: 202504, isHiding: true },
    { month: 202505, isHiding: true },
  ])
  await clearMonths(Date.UTC(2025, 4, 10), { store, purge })
  expect(await monthsLeft()).toEqual([
    { month: 202504, isHiding: false },
    { month: 202505, isHiding: true },
  ])
  expect(await countOf('events', 'keeper')).toBe(1)
  expect(await dropMonths(Date.UTC(2025, 5, 10), { store, purge })).toEqual(
    new Map([
      ['keeper', 1],
      ['goer', 1],
    ]),
  )
  expect(await monthsLeft()).toEqual([])
})
