/** Tells how the line is on which events come. */
import { useLanguage } from '../../language/language.tsx'
import style from './bar.module.css'
import type { LineState } from './connection.ts'

export function LineSign({ state }: { state: LineState | 'paused' }) {
  const { live } = useLanguage().words
  return (
    <p className={style['state']} data-state={state} role="status">
      <i aria-hidden="true" />
      {live[state]}
    </p>
  )
}
