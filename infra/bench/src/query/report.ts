/** Tables: ours beside plain SQL for one number of events, how the cost of each question grows, and what exports take. */
import { aligned } from '../table.ts'
import type { Exported } from './export.ts'
import type { Filled, Live } from './live.ts'
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

export const liveLine = (
  { eventsPerSecond, rowsRead, asked, p50, p90, cpuSeconds }: Live,
  minutes: number,
): string =>
  `realtime while ${rows(Math.round(eventsPerSecond))} events a second come in, ${minutes} minutes of them there before: ${asked} times asked, p50 ${seconds(p50)} s, p90 ${seconds(p90)} s; ${rows(rowsRead)} rows read in the end, and ${seconds(cpuSeconds)} s of the processor`

export const filledLine = ({ read, counted, grownBytes }: Filled): string =>
  `an answer about 31 minutes, which reads the events, read ${rows(read.rowsRead)} rows in ${seconds(read.seconds)} s, ${seconds(read.cpuSeconds)} s of the processor; about 30 they were counted once in ${seconds(counted.seconds)} s, ${seconds(counted.cpuSeconds)} s of the processor, and take ${megabytes(grownBytes)} MB`

/** What the answers to some questions tell that plain SQL was not asked for, and has not to work out. */
export const BEYOND = `Plain SQL answers less: no median or average time between the steps of a funnel, no total of a trend of events, no returns
behind the range in retention, and it never looks whether people were joined.`

const megabytes = (bytes: number): string => Math.round(bytes / 1_000_000).toLocaleString('en')

/** Memory that grows with the rows would show in the last column. */
export const exportTable = (all: readonly Exported[]): string =>
  aligned([
    ['export', 'order', 'rows', 'MB sent', 'rows a second', 'processor µs a row', 'memory grew by MB'],
    ...all.map((one) => [
      one.format,
      one.order,
      rows(one.rows),
      megabytes(one.bytes),
      rows(Math.round(one.rows / one.seconds)),
      ((one.processorSeconds / one.rows) * 1e6).toFixed(1),
      megabytes(one.grownBytes),
    ]),
  ])

/** By the clock, whose goal is for 100 million events on two cores of one's own, and by the processor, which others disturb least. */
export const growth = (sizes: ReadonlyMap<number, readonly Compared[]>): string =>
  [
    grown(sizes, 'ours, seconds', ({ ours }) => ours.seconds, ['goal at 100 M', ({ goal }) => String(goal)]),
    grown(sizes, 'ours, processor seconds', ({ ours }) => ours.cpuSeconds, [
      'a million events, in the largest',
      ({ ours }, events) => seconds((ours.cpuSeconds / events) * 1_000_000),
    ]),
  ].join('\n\n')

function grown(
  sizes: ReadonlyMap<number, readonly Compared[]>,
  title: string,
  of: (one: Compared) => number,
  [last, tell]: [string, (one: Compared, events: number) => string],
): string {
  const largest = [...sizes].at(-1)
  const rowsOf = (largest?.[1] ?? []).map((one, at) => [
    one.title,
    ...[...sizes.values()].map((all) => seconds(all[at] ? of(all[at]) : Number.NaN)),
    tell(one, largest?.[0] ?? Number.NaN),
  ])
  return aligned([[title, ...[...sizes.keys()].map(millions), last], ...rowsOf])
}
