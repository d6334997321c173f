/** Prints what was measured, each figure beside its baseline. */
import { cpus } from 'node:os'
import { aligned, percentile } from '../table.ts'
import type { Cost, Megabytes } from './cost.ts'
import type { OnDisk } from './disk.ts'
import type { InsertCost } from './inserts.ts'
import type { Parts } from './parts.ts'
import type { Alone } from './processors-alone.ts'
import type { PeopleCost } from './people.ts'
import type { RawInsert } from './raw-insert.ts'
import type { Whole } from './whole.ts'

/** What was asked for; the rest is left out. */
export interface Measured {
  parts?: Parts | undefined
  inserts?: readonly InsertCost[] | undefined
  alone?: Alone | undefined
  raw?: readonly RawInsert[] | undefined
  disk?: readonly OnDisk[] | undefined
  people?: readonly PeopleCost[] | undefined
  whole?: Whole | undefined
}

/** What the product inserts in. */
const CHOSEN = 'Native'
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const perMillion = ({ cpuSeconds }: Cost, events: number): number => (cpuSeconds / events) * 1e6

export const reportOf = (measured: Measured): string =>
  [
    `\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; what else the machine does is in the rates, less in CPU time`,
    measured.parts && partsTable(measured.parts),
    measured.inserts && insertsTable(measured.inserts),
    measured.raw && rawTable(measured.raw),
    ratesTable(measured),
    measured.alone && stepsLine(measured.alone),
    measured.people && peopleTable(measured.people),
    measured.whole && wholeTable(measured.whole),
    measured.disk?.map(diskLine).join('\n'),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n')

function partsTable(parts: Parts): string {
  const sum = [...parts.values()].reduce((all, one) => all + one, 0)
  const lines = [...parts, ['all of them', sum] as const].map(([part, cost]) => [
    part,
    cost.toFixed(2),
    `${((cost / sum) * 100).toFixed(0)} %`,
  ])
  return aligned([['making a block', 'CPU s/M', 'share'], ...lines])
}

const insertsTable = (inserts: readonly InsertCost[]): string =>
  aligned([
    ['what an insert costs', 'rows', 'CPU ms', 'CPU s/M'],
    ...inserts.map(({ what, rows, milliseconds }) => [
      what,
      whole(rows),
      milliseconds.toFixed(1),
      ((milliseconds / rows) * 1000).toFixed(2),
    ]),
  ])

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
  const chosen = raw?.find(({ format }) => format === CHOSEN)
  const baseline = chosen ? chosen.rows / (chosen.inserting.seconds + chosen.encoding.seconds) : Number.NaN
  const rates: [string, number, number | undefined][] = []
  if (chosen)
    rates.push([
      `encoding and inserting ready rows (${CHOSEN})`,
      baseline,
      perMillion(chosen.inserting, chosen.rows) + perMillion(chosen.encoding, chosen.rows),
    ])
  if (alone)
    rates.push([
      'processors alone, log to stored',
      alone.events / alone.cost.seconds,
      perMillion(alone.cost, alone.events),
    ])
  if (product) {
    rates.push(['HTTP to queryable', product.perSecond, product.cpuPerMillion.all])
    rates.push(['drain after an outage', product.drainedPerSecond, undefined])
  }
  if (rates.length === 0) return ''
  const lines = rates.map(([title, rate, cpu]) => [
    title,
    whole(rate),
    Number.isNaN(baseline) ? '' : (rate / baseline).toFixed(2),
    cpu?.toFixed(2) ?? '',
    cpu === undefined ? '' : whole((2 * 1e6) / cpu),
  ])
  return aligned([['', 'events/s', '× baseline', 'CPU s/M', '2 whole cores would take'], ...lines])
}

const peopleTable = (people: readonly PeopleCost[]): string =>
  aligned([
    ['who is whom, CPU ms', 'all of them', 'one alias more', 'nothing new'],
    ...people.map(({ aliases, whole: all, oneMore, known }) => [
      `${whole(aliases)} aliases`,
      ...[all, oneMore, known].map(({ cpuSeconds }) => whole(cpuSeconds * 1000)),
    ]),
  ])

const stepsLine = ({ steps }: Alone): string =>
  `microseconds by step, the median of samples: ${[...steps].map(([step, micros]) => `${step} ${micros.toFixed(2)}`).join(', ')}`

const wholeTable = ({ freshness, megabytes, cpuPerMillion, ...one }: Whole): string =>
  aligned([
    ['the whole product', ''],
    ['HTTP to queryable, events/s', whole(one.perSecond)],
    ['CPU s/M, all threads', cpuPerMillion.all.toFixed(2)],
    ['  the JavaScript thread (door, log, pipeline, blocks)', cpuPerMillion.first.toFixed(2)],
    ['  the engine, its merges, and all other threads', (cpuPerMillion.all - cpuPerMillion.first).toFixed(2)],
    ['requests that failed', String(one.failed)],
    ['offered for freshness, events/s (80 %)', whole(one.offeredPerSecond)],
    [`freshness p50, ms (${freshness.length} probes)`, whole(percentile(freshness, 0.5))],
    ['freshness p99, ms', whole(percentile(freshness, 0.99))],
    ['drain after an outage, × what came in', (one.drainedPerSecond / one.perSecond).toFixed(1)],
    ['MB of its own, and of files it has mapped, before the load', both(megabytes.before)],
    ['  after the load', both(megabytes.after)],
    ['  after the freshness run', both(megabytes.end)],
    ['  at most', both(megabytes.peak)],
  ])

const both = ({ own, mapped }: Megabytes): string => `${whole(own)} + ${whole(mapped)}`

const diskLine = ({ set, events, bytesAnEvent, columns }: OnDisk): string =>
  `${set}: ${bytesAnEvent.toFixed(1)} bytes an event on disk (${whole(events)} events): ` +
  columns.map(([name, bytes]) => `${name} ${bytes.toFixed(1)}`).join(', ')
