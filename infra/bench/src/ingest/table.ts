/** One line a contestant; CPU time is what a shared machine still tells truly. */
import { aligned } from '../table.ts'
import type { Figures, Lateness } from './compete.ts'
import { BASELINE } from './requests.ts'

const told = ({ p99, worst }: Lateness): string => `${p99} (${worst})`

export function tableOf(figures: readonly Figures[]): string {
  const head = ['', 'events/s', '×', 'CPU s/M', '×', 'p50 ms', 'p99 ms', 'its p99', 'held MB', 'failed']
  const lines = figures.map((row) => [
    row.title,
    Math.round(row.eventsPerSecond).toLocaleString('en'),
    row.rateRatio.toFixed(2),
    row.cpuPerMillion.toFixed(2),
    row.cpuRatio.toFixed(2),
    String(row.late.p50),
    told(row.late),
    told(row.baseLate),
    `${Math.round(row.heldMegabytes.before)} → ${Math.round(row.heldMegabytes.after)}`,
    String(row.failed),
  ])
  return `${aligned([head, ...lines])}\n\n× is beside “${BASELINE.title}” in the same rounds: events a second, and events for the same CPU time; latency of the median round (and of the worst), its p99 is the baseline's at the same part of its own load; memory held before and after the rounds`
}
