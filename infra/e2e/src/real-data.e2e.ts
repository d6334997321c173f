/**
 * Real event logs with true answers, imported by the command and asked through the HTTP API.
 * Data: Moodle "eDify" (Hasan et al., CC BY 4.0) and msnbc.com (UCI, CC BY 4.0); they lie beside the project, not in it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, drained } from './client.ts'
import { launch, type Running } from './launch.ts'

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const IMPORT = fileURLToPath(new URL('../../import/dist/main.js', import.meta.url))
const missing = !existsSync(DATA)
if (missing) console.warn(`NOT RUN: real data — there is no folder of real event logs at ${DATA}`)

interface Expected {
  totals: { events: number; unique_users: number; top5_events: [string, number][] }
  [trend: `trend_daily${string}`]: { rows: { day: string; total: number; unique_users: number }[] }
  funnel_3step: { steps: string[]; counts: { B_ties_allowed_ts_nondecreasing: number[] } }
}
const expected = (set: string): unknown => JSON.parse(readFileSync(`${DATA}/${set}/expected.json`, 'utf8'))

let server: Running
const importFile = (file: string, ...mapping: string[]): string => {
  const args = [IMPORT, `${DATA}/${file}`, '--host', server.url, '--key', server.secretKey, ...mapping]
  const done = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, FIREFLY_DATA: server.data },
  })
  if (done.status !== 0) throw new Error(`import ended with ${done.status}\n${done.stdout}\n${done.stderr}`)
  return done.stdout + done.stderr
}
const MOODLE = [
  'moodle-edify/events.csv.gz',
  '--event',
  'event',
  '--user',
  'user_id',
  '--time',
  'ts',
] as const
const MSNBC = [
  'msnbc/events-first-50000-users.csv.gz',
  '--type',
  'page',
  '--user',
  'user_id',
  '--time-base',
  '1999-09-28T07:00:00Z',
  '--time-offset-seconds',
  'seq',
] as const

describe.skipIf(missing)('real data', () => {
  beforeAll(async () => {
    server = await launch()
    importFile(...MOODLE)
    importFile(...MSNBC)
    await drained(server, 56_621 + 245_062)
  })
  afterAll(async () => {
    await server?.stop('SIGKILL')
  })

  const moodle = missing ? undefined : (expected('moodle-edify') as Expected)
  const span = { from: '2017-01-01', to: '2021-12-31' }

  test('moodle: totals and the busiest events are the true ones', async () => {
    const { totals } = moodle as Expected
    const series = [
      {},
      { math: 'unique_users' as const },
      ...totals.top5_events.map(([event]) => ({ event })),
    ]
    const { result } = await ask(server, { kind: 'trend', ...span, interval: 'month', series })
    const counts = result.series.map(({ total }) => total)
    expect(counts).toEqual([
      totals.events,
      totals.unique_users,
      ...totals.top5_events.map(([, count]) => count),
    ])
  })

  for (const [zone, key, from, to] of [
    ['UTC', 'trend_daily_2020-11-01_14_utc', '2020-11-01', '2020-11-14'],
    ['America/New_York', 'trend_daily_2020-10-31_11-03_America/New_York', '2020-10-31', '2020-11-03'],
  ] as const)
    test(`moodle: each day in ${zone} is the true one`, async () => {
      const rows = moodle?.[key]?.rows ?? []
      const series = [{}, { math: 'unique_users' as const }]
      const { result } = await ask(server, { kind: 'trend', from, to, timezone: zone, series })
      expect(result.buckets.map((bucket) => bucket.slice(0, 10))).toEqual(rows.map(({ day }) => day))
      expect(result.series[0]?.values).toEqual(rows.map((row) => row.total))
      expect(result.series[1]?.values).toEqual(rows.map((row) => row.unique_users))
    })

  test('moodle: the three-step funnel within seven days is the true one', async () => {
    const { steps, counts } = (moodle as Expected).funnel_3step
    const { result } = await ask(server, {
      kind: 'funnel',
      from: '2020-10-01T00:00:00Z',
      to: '2021-02-01T00:00:00Z',
      steps: steps.map((event) => ({ event })),
      window: { value: 7, unit: 'day' },
    })
    expect(result.steps.map(({ count }) => count)).toEqual(counts.B_ties_allowed_ts_nondecreasing)
  })

  test('msnbc: views, people, busiest pages and the ordered funnel are the true ones', async () => {
    type Subset = {
      page_views: number
      users: number
      top5_pages: [string, number][]
      funnel_frontpage_news_sports: { ordered: number[] }
    }
    const { subset_first_50000_users: truth } = expected('msnbc') as { subset_first_50000_users: Subset }
    const day = { from: '1999-09-28T00:00:00Z', to: '1999-09-30T00:00:00Z' }
    const { result } = await ask(server, {
      kind: 'trend',
      ...day,
      series: [{ event: '$pageview' }, { event: '$pageview', math: 'unique_users' }],
    })
    expect(result.series.map(({ total }) => total)).toEqual([truth.page_views, truth.users])
    const byPage = await ask(server, {
      kind: 'trend',
      ...day,
      series: [{ event: '$pageview' }],
      breakdown: { property: 'page', limit: 5 },
    })
    expect(byPage.result.series.map(({ breakdown, total }) => [breakdown, total])).toEqual(truth.top5_pages)
    const page = (value: string): object => ({
      event: '$pageview',
      filters: [{ property: 'page', operator: 'eq', value }],
    })
    const steps = ['frontpage', 'news', 'sports'].map(page) as { event: string }[]
    const funnel = await ask(server, { kind: 'funnel', ...day, steps })
    expect(funnel.result.steps.map(({ count }) => count)).toEqual(truth.funnel_frontpage_news_sports.ordered)
  })

  test('importing the same file again stores nothing twice', async () => {
    const before = await drained(server)
    const sentAgain = importFile(...MOODLE, '--state', `${server.data}/another-state.json`)
    expect(sentAgain).toMatch(/56,?621/)
    const after = await drained(server, before.processed + 56_621)
    expect(after.stored).toBe(before.stored)
    expect(after.duplicates).toBe(before.duplicates + 56_621)
  })
})
