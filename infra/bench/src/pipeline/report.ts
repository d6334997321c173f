/** Prints what was measured, each figure beside its baseline. */
import { cpus } from 'node:os'
import { aligned, percentile } from '../table.ts'
import type { Cost } from './cost.ts'
import type { OnDisk } from './disk.ts'
import type { Alone } from './processors-alone.ts'
import type { RawInsert } from './raw-insert.ts'
import type { Whole } from './whole.ts'

export interface Measured {
  alone: Alone
  raw: readonly RawInsert[]
  disk: readonly OnDisk[]
  whole: Whole
}

/** What the product inserts in. */
const CHOSEN = 'Native'
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const perMillion = ({ cpuSeconds }: Cost, events: number): number => (cpuSeconds / events) * 1e6

export const reportOf = (measured: Measured): string => `
${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; what else the machine does is in the rates, hardly in CPU time

${rawTable(measured.raw)}

${ratesTable(measured)}

${stepsLine(measured.alone)}

${freshLine(measured.whole)}
peak memory of the process ${whole(measured.whole.peakMegabytes)} MB, ${measured.whole.failed} requests failed

${measured.disk.map(diskLine).join('\n')}`

function rawTable(raw: readonly RawInsert[]): string {
  const head = ['raw insert of ready rows', 'rows/s', 'CPU s/M engine', 'CPU s/M encoding', 'bytes/row']
  const lines = raw.map(({ format, inserting, encoding, bytesPerRow, rows }) => [
    format,
    whole(rows / inserting.seconds),
    perMillion(inserting, rows).toFixed(2),
    perMillion(encoding, rows).toFixed(2),
    whole(bytesPerRow),
  ])
  return aligned([head, ...lines])
}

function ratesTable({ raw, alone, whole: product }: Measured): string {
  const chosen = raw.find(({ format }) => format === CHOSEN)
  const baseline = chosen ? chosen.rows / (chosen.inserting.seconds + chosen.encoding.seconds) : Number.NaN
  const rates: [string, number, number | undefined][] = [
    [
      `encoding and inserting ready rows (${CHOSEN})`,
      baseline,
      chosen && perMillion(chosen.inserting, chosen.rows) + perMillion(chosen.encoding, chosen.rows),
    ],
    [
      'processors alone, log to stored',
      alone.events / alone.cost.seconds,
      perMillion(alone.cost, alone.events),
    ],
    ['HTTP to queryable', product.perSecond, product.cpuPerMillion],
    ['drain after an outage', product.drainedPerSecond, undefined],
  ]
  const lines = rates.map(([title, rate, cpu]) => [
    title,
    whole(rate),
    (rate / baseline).toFixed(2),
    cpu?.toFixed(2) ?? '',
    cpu === undefined ? '' : whole((2 * 1e6) / cpu),
  ])
  return aligned([['', 'events/s', '× baseline', 'CPU s/M', '2 whole cores would take'], ...lines])
}

const stepsLine = ({ steps }: Alone): string =>
  `CPU s/M by step, from samples: ${[...steps].map(([step, micros]) => `${step} ${micros.toFixed(2)}`).join(', ')}`

const freshLine = ({ freshness, offeredPerSecond, drainedPerSecond, perSecond }: Whole): string =>
  `freshness at ${whole(offeredPerSecond)} events/s (80 %), ${freshness.length} probes: ` +
  `p50 ${whole(percentile(freshness, 0.5))} ms, p99 ${whole(percentile(freshness, 0.99))} ms\n` +
  `the lag drains at ${(drainedPerSecond / perSecond).toFixed(1)} × the rate that came in`

const diskLine = ({ set, events, bytesAnEvent, columns }: OnDisk): string =>
  `${set}: ${bytesAnEvent.toFixed(1)} bytes an event on disk (${whole(events)} events): ` +
  columns.map(([name, bytes]) => `${name} ${bytes.toFixed(1)}`).join(', ')
