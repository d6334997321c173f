/** One line a contestant; CPU time is what a shared machine still tells truly. */
import { aligned } from '../table.ts'
import type { Figures } from './compete.ts'
import { BASELINE } from './requests.ts'

export function tableOf(figures: readonly Figures[]): string {
  const head = ['', 'events/s', '×', 'CPU s/M', '×', 'p50 ms', 'p99 ms', 'held MB', 'failed']
  const lines = figures.map((row) => [
    row.title,
    Math.round(row.eventsPerSecond).toLocaleString('en'),
    row.rateRatio.toFixed(2),
    row.cpuPerMillion.toFixed(2),
    row.cpuRatio.toFixed(2),
    ...[row.p50, row.p99].map(String),
    `${Math.round(row.heldMegabytes.before)} → ${Math.round(row.heldMegabytes.after)}`,
    String(row.failed),
  ])
  return `${aligned([head, ...lines])}\n\n× is beside “${BASELINE.title}” in the same rounds: events a second, and events for the same CPU time; memory held before and after the rounds`
}
