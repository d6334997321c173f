/** Which line is which, with its number for the whole range; a press hides or shows it. */
import { Swatch } from '../../charts/reading.tsx'
import type { Line } from '../../charts/lines.ts'
import { useLanguage } from '../../language/language.tsx'
import style from './legend.module.css'

interface Props {
  lines: readonly Line[]
  hidden: readonly string[]
  onToggle: (id: string) => void
}

export function Legend({ lines, hidden, onToggle }: Props) {
  const { words, format } = useLanguage()
  return (
    <ul className={style['legend']}>
      {lines.map((line) => (
        <li key={line.id}>
          <button
            type="button"
            aria-pressed={!hidden.includes(line.id)}
            aria-label={words.trend.toggle(line.name)}
            title={line.name}
            onClick={() => onToggle(line.id)}
          >
            <Swatch colour={line.colour} dashed={line.dashed} />
            <span>{line.name}</span>
            <b>{line.total === null ? '–' : format.number(line.total)}</b>
          </button>
        </li>
      ))}
    </ul>
  )
}
