/** The numbers at one bucket, beside the pointer. */
import { useLanguage } from '../language/language.tsx'
import style from './line-chart.module.css'
import type { Line } from './lines.ts'

interface Props {
  name: string
  readings: readonly { line: Line; value: number | null }[]
  left: number
  width: number
}

const MOST = 12

/** Hidden from screen readers: the chart says the same as its value. */
export function Reading({ name, readings, left, width }: Props) {
  const { format } = useLanguage()
  const side = left > width / 2 ? { right: width - left + 14 } : { left: left + 14 }
  return (
    <div className={style['reading']} style={side} aria-hidden="true">
      <strong>{name}</strong>
      {readings.slice(0, MOST).map(({ line, value }) => (
        <div key={line.id}>
          <Swatch colour={line.colour} dashed={line.dashed} />
          <span>{line.name}</span>
          <b>{value === null ? '–' : format.number(value)}</b>
        </div>
      ))}
    </div>
  )
}

export const Swatch = ({ colour, dashed }: Pick<Line, 'colour' | 'dashed'>) => (
  <i className={style['swatch']} data-dashed={dashed} style={{ color: `var(--series-${colour})` }} />
)
