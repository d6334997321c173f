/** The questions that are measured, each beside the best plain SQL we could write for it by hand, over the same table. */
import type { QueryInput } from '@firefly/protocol/query'
import { DAYS, FIRST_DAY, PROJECT } from './generate.ts'

export interface Question {
  title: string
  ours: QueryInput
  plain: string
  /** Seconds that 100 million events may take. */
  goal: number
}

const DAY_MS = 86_400_000
const LAST_DAY = new Date(Date.parse(FIRST_DAY) + (DAYS - 1) * DAY_MS).toISOString().slice(0, 10)
const NEXT_DAY = new Date(Date.parse(FIRST_DAY) + DAYS * DAY_MS).toISOString().slice(0, 10)
const range = { from: FIRST_DAY, to: LAST_DAY, timezone: 'UTC' }
const WHERE = `project = '${PROJECT}' AND time >= toDateTime64('${FIRST_DAY}', 3, 'UTC') AND time < toDateTime64('${NEXT_DAY}', 3, 'UTC')`
const premium = [{ property: 'plan', operator: 'eq' as const, value: 'premium' }]
const PREMIUM = `properties['plan'] = 'premium'`
const steps = [{ event: '$pageview' }, { event: 'Product Viewed' }, { event: 'Product Added' }]

/** What a path calls an event; all pages and screens that are generated have a path or no name. */
const NODE = `if(event = '$pageview', pathname, toString(event))`

const funnelSql = (more = ''): string => `
SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3) FROM (
  SELECT person_id, windowFunnel(1209600000)(toUInt64(toUnixTimestamp64Milli(time)),
    event = '$pageview', event = 'Product Viewed', event = 'Product Added') AS level
  FROM events WHERE ${WHERE} AND event IN ('$pageview', 'Product Viewed', 'Product Added')${more} GROUP BY person_id)`

const retentionSql = (more = ''): string => `
SELECT began, back - began AS far, count() FROM (
  SELECT person_id, groupUniqArrayIf(toDate(time), event = '$pageview') AS starts,
    groupUniqArrayIf(toDate(time), event = 'Product Viewed') AS returns
  FROM events WHERE ${WHERE} AND event IN ('$pageview', 'Product Viewed')${more} GROUP BY person_id)
ARRAY JOIN starts AS began ARRAY JOIN arrayFilter(day -> day >= began, returns) AS back GROUP BY began, far`

export const QUESTIONS: readonly Question[] = [
  {
    title: 'trend: one event by day',
    ours: { kind: 'trend', ...range, interval: 'day', series: [{ event: '$pageview' }] },
    plain: `SELECT toDate(time) AS day, count() FROM events WHERE ${WHERE} AND event = '$pageview' GROUP BY day`,
    goal: 0.1,
  },
  {
    title: 'trend: every event by day',
    ours: { kind: 'trend', ...range, interval: 'day', series: [{}] },
    plain: `SELECT toDate(time) AS day, count() FROM events WHERE ${WHERE} GROUP BY day`,
    goal: 0.1,
  },
  {
    title: 'trend: one event by platform',
    ours: {
      kind: 'trend',
      ...range,
      interval: 'day',
      series: [{ event: '$pageview' }],
      breakdown: { property: '$platform' },
    },
    plain: `SELECT toDate(time) AS day, platform, count() FROM events WHERE ${WHERE} AND event = '$pageview' GROUP BY day, platform`,
    goal: 0.1,
  },
  {
    title: 'people by day, 30 days, exact (DAU)',
    ours: { kind: 'trend', ...range, interval: 'day', series: [{ math: 'unique_users' }] },
    plain: `SELECT toDate(time) AS day, uniqExact(person_id) FROM events WHERE ${WHERE} GROUP BY GROUPING SETS ((day), ())`,
    goal: 0.1,
  },
  {
    title: 'people of one event by day, exact',
    ours: {
      kind: 'trend',
      ...range,
      interval: 'day',
      series: [{ event: '$pageview', math: 'unique_users' }],
    },
    plain: `SELECT toDate(time) AS day, uniqExact(person_id) FROM events WHERE ${WHERE} AND event = '$pageview' GROUP BY GROUPING SETS ((day), ())`,
    goal: 0.1,
  },
  {
    title: 'retention, 30 × 30 days',
    ours: {
      kind: 'retention',
      ...range,
      start: { event: '$pageview' },
      return: { event: 'Product Viewed' },
      period: 'day',
      periods: 30,
    },
    plain: retentionSql(),
    goal: 0.2,
  },
  {
    title: 'lifecycle by day',
    ours: { kind: 'lifecycle', ...range, interval: 'day' },
    plain: `
SELECT day, countIf(day = first), countIf(has(days, day - 1)), countIf(day > first AND NOT has(days, day - 1)) FROM (
  SELECT person_id, groupUniqArray(toDate(time)) AS days, min(toDate(time)) AS first FROM events
  WHERE ${WHERE} GROUP BY person_id) ARRAY JOIN days AS day GROUP BY day`,
    goal: 5,
  },
  {
    title: 'stickiness by day',
    ours: { kind: 'stickiness', ...range, interval: 'day', series: [{ event: '$pageview' }] },
    plain: `
SELECT days, count() FROM (
  SELECT person_id, uniqExact(toDate(time)) AS days FROM events WHERE ${WHERE} AND event = '$pageview' GROUP BY person_id) GROUP BY days`,
    goal: 5,
  },
  {
    title: 'funnel, 3 steps, half of all events',
    ours: { kind: 'funnel', ...range, steps },
    plain: funnelSql(),
    goal: 1.5,
  },
  {
    title: 'path, 5 steps of sessions',
    ours: { kind: 'path', ...range, by: 'event', steps: 5, limit: 50 },
    plain: `
SELECT step, names[step] AS here, names[step + 1] AS there, count() AS sessions FROM (
  SELECT arraySlice(arrayCompact(arrayMap(one -> one.2, arraySort(groupArray((time, ${NODE}))))), 1, 5) AS names
  FROM events WHERE ${WHERE} GROUP BY person_id, session_id)
ARRAY JOIN arrayEnumerate(names) AS step WHERE there != '' GROUP BY step, here, there ORDER BY sessions DESC LIMIT 50`,
    goal: 3,
  },
  {
    title: 'trend with a property filter',
    ours: { kind: 'trend', ...range, interval: 'day', series: [{ event: '$pageview' }], filters: premium },
    plain: `SELECT toDate(time) AS day, count() FROM events WHERE ${WHERE} AND event = '$pageview' AND ${PREMIUM} GROUP BY day`,
    goal: 5,
  },
  {
    title: 'people by day with a property filter',
    ours: { kind: 'trend', ...range, interval: 'day', series: [{ math: 'unique_users' }], filters: premium },
    plain: `SELECT toDate(time) AS day, uniqExact(person_id) FROM events WHERE ${WHERE} AND ${PREMIUM} GROUP BY GROUPING SETS ((day), ())`,
    goal: 5,
  },
  {
    title: 'retention with a property filter',
    ours: {
      kind: 'retention',
      ...range,
      start: { event: '$pageview' },
      return: { event: 'Product Viewed' },
      period: 'day',
      periods: 30,
      filters: premium,
    },
    plain: retentionSql(` AND ${PREMIUM}`),
    goal: 5,
  },
  {
    title: 'funnel with a property filter',
    ours: { kind: 'funnel', ...range, steps, filters: premium },
    plain: funnelSql(` AND ${PREMIUM}`),
    goal: 5,
  },
]
