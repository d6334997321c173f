/** One line a contestant; CPU time is what a shared machine still tells truly. */
import { aligned } from '../table.ts'

export interface Figures {
  title: string
  eventsPerSecond: number
  /** Seconds of CPU time of the server for a million events. */
  cpuPerMillion: number
  /** Milliseconds, at the eased load. */
  p50: number
  p99: number
  rssMegabytes: number
  failed: number
}

export function tableOf(figures: readonly Figures[], baseline: string): string {
  const base = figures.find(({ title }) => title === baseline)
  const head = ['', 'events/s', '×', 'CPU s/M', '×', 'p50 ms', 'p99 ms', 'RSS MB', 'failed']
  const lines = figures.map((row) => [
    row.title,
    Math.round(row.eventsPerSecond).toLocaleString('en'),
    (row.eventsPerSecond / (base?.eventsPerSecond ?? Number.NaN)).toFixed(2),
    row.cpuPerMillion.toFixed(2),
    (row.cpuPerMillion / (base?.cpuPerMillion ?? Number.NaN)).toFixed(2),
    ...[row.p50, row.p99, Math.round(row.rssMegabytes), row.failed].map(String),
  ])
  return `${aligned([head, ...lines])}\n\n× is beside “${baseline}”: more events are better, less CPU is better`
}
