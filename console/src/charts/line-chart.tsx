/** Lines over buckets, with a reading under the pointer or the arrow keys. */
import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import { useLanguage } from '../language/language.tsx'
import style from './line-chart.module.css'
import { type Certainty, columnsOf, type Line, readingsAt } from './lines.ts'
import { optionsOf } from './plot-options.ts'
import { Reading } from './reading.tsx'

interface ChartData {
  lines: readonly Line[]
  /** One short name per bucket, for the axis. */
  ticks: readonly string[]
  /** One full name per bucket, for the reading. */
  names: readonly string[]
  certainty: Certainty
}

interface Props extends ChartData {
  label: string
  hint: string
}

const HEIGHT = 320

export function LineChart({ lines, ticks, names, certainty, label, hint }: Props) {
  const { words, format } = useLanguage()
  const scheme = useComputedColorScheme()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot>(undefined)
  const [pointed, setPointed] = useState<{ bucket: number; left: number }>()

  useEffect(() => {
    const target = box.current
    if (!target) return undefined
    const colourOf = (name: string): string => getComputedStyle(target).getPropertyValue(name).trim()
    const options = optionsOf({ lines, ticks, colourOf, compact: format.compact, onPoint: setPointed })
    const drawn = new UPlot(
      { ...options, width: target.clientWidth, height: HEIGHT },
      columnsOf(ticks.length, lines, certainty),
      target,
    )
    plot.current = drawn
    const resized = new ResizeObserver(() => drawn.setSize({ width: target.clientWidth, height: HEIGHT }))
    resized.observe(target)
    return () => {
      resized.disconnect()
      drawn.destroy()
      plot.current = undefined
      setPointed(undefined)
    }
    // The scheme is not read here, but it changes what every colour is.
  }, [lines, ticks, certainty, format, scheme])

  const point = (bucket: number): void => {
    const left = plot.current?.valToPos(bucket, 'x')
    if (left !== undefined) plot.current?.setCursor({ left, top: 0 })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = bucketAfter(event.key, pointed?.bucket ?? -1, ticks.length)
    if (next === undefined) return
    event.preventDefault()
    point(next)
  }
  const bucket = pointed?.bucket ?? -1
  const readings = pointed ? readingsAt(lines, bucket) : []
  const spoken = readings.map(
    ({ line, value }) => `${line.name} ${value === null ? '–' : format.number(value)}`,
  )
  return (
    <div
      className={style['chart']}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-description={hint}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, ticks.length - 1)}
      aria-valuenow={Math.max(0, bucket)}
      aria-valuetext={pointed ? `${words.chart.at(names[bucket] ?? '')}: ${spoken.join(', ')}` : label}
      onKeyDown={onKeyDown}
    >
      <div ref={box} style={{ height: HEIGHT }} />
      {pointed && (
        <Reading
          name={names[bucket] ?? ''}
          readings={readings}
          left={pointed.left}
          width={box.current?.clientWidth ?? 0}
        />
      )}
    </div>
  )
}

/** The bucket an arrow key leads to; undefined for every other key. */
function bucketAfter(key: string, bucket: number, count: number): number | undefined {
  const last = count - 1
  const next: Record<string, number> = {
    ArrowLeft: bucket < 0 ? last : Math.max(0, bucket - 1),
    ArrowRight: Math.min(last, bucket + 1),
    Home: 0,
    End: last,
  }
  return next[key]
}
