/** Renders what was measured; a ratio says more than a rate of one machine. */

export interface Row {
  title: string
  eventsPerSecond: number
  p50?: number
  p99?: number
  failed?: number
}

/** One line a row, its rate, its share of the baseline row's rate, and its latencies where they were measured. */
export function table(rows: readonly Row[], baseline: string): string {
  const base = rows.find(({ title }) => title === baseline)?.eventsPerSecond ?? Number.NaN
  const head = ['', 'events/s', `× ${baseline}`, 'p50 ms', 'p99 ms', 'failed']
  const lines = rows.map((row) => [
    row.title,
    Math.round(row.eventsPerSecond).toLocaleString('en'),
    (row.eventsPerSecond / base).toFixed(2),
    ...[row.p50, row.p99, row.failed].map((value) => (value === undefined ? '' : String(value))),
  ])
  return aligned([head, ...lines])
}

/** Columns under one another, the first to the left. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const pad = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)
  return lines.map((line) => line.map(pad).join('  ')).join('\n')
}

/** The value below which the share `p` of the sorted `values` lies (nearest rank). */
export const percentile = (values: readonly number[], p: number): number =>
  values[Math.max(0, Math.ceil(p * values.length) - 1)] ?? Number.NaN
