/** Two tables: ours beside plain SQL for one number of events, and how the cost of each question grows. */
import { aligned } from '../table.ts'
import type { Live } from './live.ts'
import type { Compared } from './measure.ts'

const seconds = (value: number): string => (value < 0.01 ? value.toFixed(4) : value.toFixed(3))
const rows = (value: number): string => value.toLocaleString('en')
const millions = (events: number): string => `${events / 1_000_000} M`

/** Below 1 in the column "ours / plain" ours is faster. */
export const sideBySide = (all: readonly Compared[]): string =>
  aligned([
    [
      '',
      'ours s',
      'plain SQL s',
      'ours / plain',
      'by processor time',
      'from memory s',
      'ours, rows read',
      'plain, rows read',
    ],
    ...all.map(({ title, ours, plain, again }) => [
      title,
      seconds(ours.seconds),
      seconds(plain.seconds),
      (ours.seconds / plain.seconds).toFixed(2),
      (ours.cpuSeconds / plain.cpuSeconds).toFixed(2),
      seconds(again),
      rows(ours.rowsRead),
      rows(plain.rowsRead),
    ]),
  ])

export const liveLine = ({ eventsPerSecond, rowsRead, asked, p50, p90 }: Live): string =>
  `realtime while ${rows(Math.round(eventsPerSecond))} events a second come in: ${asked} times asked, p50 ${seconds(p50)} s, p90 ${seconds(p90)} s; ${rows(rowsRead)} rows read in the end`

/** The goal is for 100 million events on two cores of one's own. */
export function growth(sizes: ReadonlyMap<number, readonly Compared[]>): string {
  const [first = []] = sizes.values()
  return aligned([
    ['ours, seconds', ...[...sizes.keys()].map(millions), 'goal at 100 M'],
    ...first.map(({ title, goal }, at) => [
      title,
      ...[...sizes.values()].map((all) => seconds(all[at]?.ours.seconds ?? Number.NaN)),
      String(goal),
    ]),
  ])
}
