/** How uPlot draws our lines: quiet grid, no clutter, one gradient where there is one line. */
import type UPlot from 'uplot'
import { isWhole, type Line } from './lines.ts'

interface Wishes {
  lines: readonly Line[]
  ticks: readonly string[]
  /** The value of a CSS custom property now. */
  colourOf: (name: string) => string
  compact: (value: number) => string
  /** `left` in CSS pixels from the chart's edge; undefined when the pointer has gone. */
  onPoint: (at: { bucket: number; left: number } | undefined) => void
}

const FONT = '12px -apple-system, "Segoe UI", Roboto, Arial, "PingFang SC", "Microsoft YaHei", sans-serif'
const STEPS = [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 30, 48, 60, 90, 120, 180, 240, 360, 720, 1_440, 2_880]

export function optionsOf(wishes: Wishes): Omit<UPlot.Options, 'width' | 'height'> {
  const { lines, ticks } = wishes
  return {
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, width: 2 } },
    scales: { x: { time: false, range: xRange(ticks.length) }, y: { range: yRange } },
    axes: [xAxis(wishes), yAxis(wishes)],
    series: [
      {},
      ...lines.map((line) => seriesOf(line, wishes)),
      ...lines.map((line) => ({ ...seriesOf(line, wishes), dash: [3, 4] })),
    ],
    hooks: { setCursor: [(plot) => wishes.onPoint(pointedAt(plot))] },
  }
}

function pointedAt(plot: UPlot): { bucket: number; left: number } | undefined {
  const { idx, left } = plot.cursor
  if (idx === null || idx === undefined || left === undefined || left < 0) return undefined
  return { bucket: idx, left: plot.valToPos(idx, 'x') + plot.over.offsetLeft }
}

/** A single bucket stands in the middle, not on the edge. */
const xRange = (count: number) => (): [number, number] => (count > 1 ? [0, count - 1] : [-1, 1])

/** From zero, unless something is below it, and with air above. */
function yRange(_plot: UPlot, low: number | null, high: number | null): [number, number] {
  const top = Math.max(high ?? 0, 0)
  const bottom = Math.min(low ?? 0, 0)
  const span = top - bottom
  return span === 0 ? [0, 1] : [bottom < 0 ? bottom - span * 0.08 : 0, top + span * 0.08]
}

const xAxis = ({ ticks, colourOf }: Wishes): UPlot.Axis => ({
  font: FONT,
  stroke: colourOf('--ink-faint'),
  grid: { show: false },
  ticks: { stroke: colourOf('--line'), width: 1, size: 4 },
  size: 32,
  gap: 6,
  space: roomFor(ticks),
  incrs: STEPS,
  values: (_plot, splits) => splits.map((split) => ticks[split] ?? ''),
})

const yAxis = ({ lines, colourOf, compact }: Wishes): UPlot.Axis => ({
  font: FONT,
  stroke: colourOf('--ink-faint'),
  grid: { stroke: colourOf('--line'), width: 1 },
  ticks: { show: false },
  size: 56,
  gap: 8,
  space: 48,
  ...(isWhole(lines) ? { incrs: wholeSteps() } : {}),
  values: (_plot, splits) => splits.map(compact),
})

/** Enough for the longest name and some air; a Chinese character is twice as wide as a letter. */
const roomFor = (ticks: readonly string[]): number =>
  28 + Math.max(0, ...ticks.map((tick) => 6 * (tick.length + tick.replace(/[ -~]/g, '').length)))

/** 1, 2, 5, 10, 20, 50, … */
const wholeSteps = (): number[] =>
  Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

function seriesOf({ colour, dashed }: Line, { lines, ticks, colourOf }: Wishes): UPlot.Series {
  const stroke = colourOf(`--series-${colour}`)
  return {
    stroke,
    width: 2,
    ...(dashed ? { dash: [6, 4] } : {}),
    ...(lines.length === 1 ? { fill: (plot: UPlot) => fade(plot, stroke) } : {}),
    points: { show: ticks.length <= 45, size: 6, fill: colourOf('--surface'), width: 2 },
  }
}

function fade({ ctx, bbox }: UPlot, colour: string): CanvasGradient {
  const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height)
  gradient.addColorStop(0, `${colour}33`)
  gradient.addColorStop(1, `${colour}00`)
  return gradient
}
