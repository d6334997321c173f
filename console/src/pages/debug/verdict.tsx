/** What became of one event, in a word and a colour. */
import type { DebugEvent } from '@firefly/protocol/debug'
import { useLanguage } from '../../language/language.tsx'
import style from './table.module.css'

export function Verdict({ event }: { event: DebugEvent }) {
  const { debug } = useLanguage().words
  const { verdict, dryRun, violations } = event
  return (
    <span className={style['verdict']} data-verdict={verdict} data-departs={violations.length > 0}>
      {debug.verdicts[verdict]}
      {dryRun && <small>{debug.dryRun}</small>}
    </span>
  )
}
