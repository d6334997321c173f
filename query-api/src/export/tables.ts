/** Every result as one table, for spreadsheets and programs that read line by line. */
import type { Kind } from '@firefly/protocol/query'
import type { FunnelStep } from '@firefly/protocol/query/funnel'
import type { SessionResult } from '@firefly/protocol/query/session'
import type { Answer, ResultOf } from '@firefly/protocol/results'

export type Cell = string | number | null
export interface Table {
  columns: readonly string[]
  rows: Iterable<readonly Cell[]>
}

const TABLES: { [Asked in Kind]: (result: ResultOf<Asked>) => Table } = {
  trend: ({ buckets, series }) => ({
    columns: ['series', 'breakdown', 'compare', 'bucket', 'value'],
    rows: series.flatMap(({ name, breakdown, breakdowns, other, compare, values }) =>
      buckets.map((bucket, at) => [
        name,
        other ? '(other)' : breakdowns ? JSON.stringify(breakdowns) : (breakdown ?? null),
        compare ?? null,
        bucket,
        values[at] ?? null,
      ]),
    ),
  }),
  funnel: ({ steps, breakdowns = [] }) => ({
    columns: ['breakdown', 'step', 'name', ...STEP],
    rows: [
      ...stepRows(null, steps),
      ...breakdowns.flatMap(({ value, steps: own }) => stepRows(value ?? '(none)', own)),
    ],
  }),
  retention: ({ cohorts }) => ({
    columns: ['cohort', 'breakdown', 'size', 'period', 'value'],
    rows: cohorts.flatMap(({ start, breakdown, size, values }) =>
      values.map((value, period) => [start, breakdown ?? null, size, period, value]),
    ),
  }),
  lifecycle: ({ buckets, ...states }) => ({
    columns: ['bucket', 'new', 'returning', 'resurrecting', 'dormant'],
    rows: buckets.map((bucket, at) => [
      bucket,
      states.new[at] ?? 0,
      states.returning[at] ?? 0,
      states.resurrecting[at] ?? 0,
      states.dormant[at] ?? 0,
    ]),
  }),
  stickiness: ({ series }) => ({
    columns: ['series', 'intervals', 'people'],
    rows: series.flatMap(({ name, counts }) => counts.map((count, at) => [name, at + 1, count])),
  }),
  path: ({ links }) => ({
    columns: ['source', 'target', 'count', 'medianSeconds'],
    rows: links.map(({ source, target, count, medianSeconds }) => [source, target, count, medianSeconds]),
  }),
  realtime: ({ perMinute, topEvents, topPages, platforms }) => ({
    columns: ['list', 'name', 'count', 'users'],
    rows: [
      ...perMinute.map(({ minute, events, users }) => ['minute', minute, events, users]),
      ...Object.entries({ event: topEvents, page: topPages, platform: platforms }).flatMap(([list, ranked]) =>
        ranked.map(({ name, count, users }) => [list, name, count, users]),
      ),
    ],
  }),
  interval: ({ histogram }) => ({
    columns: ['fromSeconds', 'toSeconds', 'count'],
    rows: histogram.map(({ from, to, count }) => [from, to, count]),
  }),
  distribution: ({ ranges }) => ({
    columns: ['from', 'to', 'users'],
    rows: ranges.map(({ from, to, users }) => [from, to, users]),
  }),
  session: ({ total, buckets, entryPages, exitPages }) => ({
    columns: ['list', 'name', ...FIGURES],
    rows: [
      ['total', null, ...figures(total)],
      ...buckets.map((one) => ['bucket', one.bucket, ...figures(one)]),
      ...entryPages.map((one) => ['entry', one.name, ...figures(one)]),
      ...exitPages.map((one) => ['exit', one.name, ...figures(one)]),
    ],
  }),
  attribution: ({ groups }) => ({
    columns: ['value', 'touches', 'conversions', 'worth'],
    rows: groups.map(({ value, touches, conversions, worth }) => [value, touches, conversions, worth]),
  }),
  ltv: ({ cohorts }) => ({
    columns: ['cohort', 'size', 'period', 'revenue', 'perUser'],
    rows: cohorts.flatMap(({ start, size, revenue, perUser }) =>
      revenue.map((sum, period) => [start, size, period, sum, perUser[period] ?? 0]),
    ),
  }),
  correlation: ({ correlations }) => ({
    columns: ['property', 'value', 'converted', 'dropped', 'oddsRatio', 'low', 'high'],
    rows: correlations.map((one) => [
      one.property,
      one.value,
      one.converted,
      one.dropped,
      one.oddsRatio,
      one.low,
      one.high,
    ]),
  }),
  anomaly: ({ buckets, series }) => ({
    columns: ['series', 'bucket', 'value', 'expected', 'low', 'high', 'score'],
    rows: series.flatMap(({ name, values, expected, low, high, scores }) =>
      buckets.map((bucket, at) => [
        name,
        bucket,
        values[at] ?? null,
        expected[at] ?? null,
        low[at] ?? null,
        high[at] ?? null,
        scores[at] ?? null,
      ]),
    ),
  }),
  explain: ({ groups }) => ({
    columns: ['property', 'value', 'now', 'before', 'change', 'share'],
    rows: groups.map(({ property, value, now, before, change, share }) => [
      property,
      value,
      now,
      before,
      change,
      share,
    ]),
  }),
  rfm: ({ groups }) => ({
    columns: [
      'recency',
      'frequency',
      'monetary',
      'users',
      'averageRecencySeconds',
      'averageFrequency',
      'averageMonetary',
    ],
    rows: groups.map((one) => [
      one.recency,
      one.frequency,
      one.monetary,
      one.users,
      one.averageRecencySeconds,
      one.averageFrequency,
      one.averageMonetary,
    ]),
  }),
}

/** The kind of an answer says which table takes it, which the compiler cannot follow through a list of them. */
export function tableOf({ kind, result, byCohort, breakdowns }: Answer): Table {
  const table = TABLES[kind] as (result: unknown) => Table
  const groups = breakdowns
    ? breakdowns.map(({ value, result: own }) => ({ name: value ?? '(none)', result: own }))
    : byCohort
  if (!groups) return table(result)
  const all = [{ name: null, result }, ...groups].map((one) => ({ ...one, table: table(one.result) }))
  return {
    columns: [breakdowns ? 'breakdown' : 'byCohort', ...(all[0]?.table.columns ?? [])],
    rows: all.flatMap(({ name, table: { rows } }) => [...rows].map((row) => [name, ...row])),
  }
}

const STEP = [
  'count',
  'conversion',
  'conversionFromPrevious',
  'medianSecondsFromPrevious',
  'averageSecondsFromPrevious',
] as const
const stepRows = (group: Cell, steps: readonly FunnelStep[]): Cell[][] =>
  steps.map((step, at) => [group, at, step.name, ...STEP.map((column) => step[column])])

const FIGURES = [
  'sessions',
  'users',
  'averageSeconds',
  'medianSeconds',
  'averageDepth',
  'bounceRate',
] as const
const figures = (of: SessionResult['total']): number[] => FIGURES.map((column) => of[column])
