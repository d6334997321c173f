/** What was measured, for people: medians, extremes beside them, and what we want. */
import { aligned } from '../table.ts'
import type { Cost, Costs } from './cost.ts'
import type { Delivered } from './delivery.ts'

const COLUMNS: [title: string, of: keyof Cost, digits: number, goal: string][] = [
  ['evaluate + start, ms', 'startMs', 1, '3'],
  ['ms of main thread for it in all', 'startAllMs', 1, ''],
  ['µs a track()', 'callUs', 1, '20'],
  ['of them of main thread', 'callThreadUs', 1, ''],
  ['µs of main thread an event', 'mainThreadUs', 0, '100'],
  ['bytes an event on the wire', 'bytesPerEvent', 0, ''],
  ['long tasks', 'longTasks', 0, '0'],
]

export function costTable(costs: readonly Costs[]): string {
  const head = ['medians (and extremes)', ...COLUMNS.map(([title]) => title)]
  const lines = costs.map(({ title, pages }) => [
    title,
    ...COLUMNS.map(([, of, digits]) =>
      cell(
        pages.map((page) => page[of]),
        digits,
      ),
    ),
  ])
  return aligned([
    head,
    ...lines,
    ['goal', ...COLUMNS.map(([, , , goal]) => goal && (goal === '0' ? goal : `≤ ${goal}`))],
  ])
}

function cell(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const [middle, least, most] = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((value) =>
    (value ?? Number.NaN).toFixed(digits),
  )
  return least === most ? `${middle}` : `${middle} (${least}–${most})`
}

export const deliveryLine = (what: string, { runs, whole, tracked, arrived }: Delivered): string =>
  `${what}: ${arrived} of ${tracked} arrived, all of them in ${whole} of ${runs} runs`
