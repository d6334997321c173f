/** What a run found, as a table for people and as JSON for machines. */
import { FAULTS_OF_STORE } from './check.ts'
import type { Result } from './campaign.ts'

const COLUMNS: [string, (result: Result) => string | number][] = [
  ['fault', ({ fault }) => fault],
  ['mode', ({ mode }) => mode],
  ['times', ({ times }) => times],
  ['acked', ({ verdict }) => verdict.acked],
  ['unknown', ({ verdict }) => verdict.unknown],
  ['stored', ({ verdict }) => verdict.stored],
  ['lost', ({ verdict }) => verdict.lost],
  ['doubled', ({ verdict }) => verdict.duplicated],
  ['invented', ({ verdict }) => verdict.invented],
  ['torn', ({ verdict }) => verdict.corrupted],
  ['mistimed', ({ verdict }) => verdict.mistimed],
  ['disorder', ({ verdict }) => verdict.disordered],
  ['back p50 ms', ({ recoveryMs }) => recoveryMs.p50],
  ['p99 ms', ({ recoveryMs }) => recoveryMs.p99],
  ['RSS MB', ({ peakMegabytes }) => Object.values(peakMegabytes).join('/')],
  ['s', ({ seconds }) => Math.round(seconds)],
  ['', ({ passed }) => (passed ? 'ok' : 'FAILED')],
]

export function tableOf(results: readonly Result[]): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...results.map((result) => COLUMNS.map(([, of]) => String(of(result)))),
  ]
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
  return [...lines, ...results.flatMap(complaints)].join('\n')
}

function complaints({ fault, seed, verdict, broken, passed }: Result): string[] {
  if (passed) return []
  const found = FAULTS_OF_STORE.filter((name) => verdict[name] > 0).map((name) => `${name} ${verdict[name]}`)
  return [
    `${fault} (--seed ${seed}): ${[...found, ...broken.map((promise) => `not so: ${promise}`)].join('; ')}`,
  ]
}

/** All campaigns together, in one line. */
export function summaryOf(results: readonly Result[]): string {
  const real = results.filter(({ fault }) => !fault.startsWith('control-'))
  const sum = (of: (result: Result) => number): number => real.reduce((total, one) => total + of(one), 0)
  const slowest = Math.max(0, ...real.map(({ recoveryMs }) => recoveryMs.p99))
  const caught = results.filter((one) => !real.includes(one) && one.passed).length
  const one = results.length === 1 ? `${results[0]?.fault} (${results[0]?.mode}): ` : ''
  return (
    `${one}${sum(({ verdict }) => verdict.acked)} events acknowledged under ${sum(({ times }) => times)} faults: ` +
    `${sum(({ verdict }) => verdict.lost)} lost, ${sum(({ verdict }) => verdict.duplicated)} doubled, ` +
    `${sum(({ verdict }) => verdict.invented)} invented; slowest recovery p99 ${slowest} ms; ` +
    `${caught} of ${results.length - real.length} planted bugs caught`
  )
}
