/** A funnel as bars: what is full went on, what is hatched was lost since the step before. */
import { useLanguage } from '../language/language.tsx'
import style from './funnel-bars.module.css'
import type { Stage } from './stages.ts'

interface Props {
  stages: readonly Stage[]
  /** What each step is called here. */
  names: readonly string[]
}

export function FunnelBars({ stages, names }: Props) {
  const { words } = useLanguage()
  return (
    <ol className={style['bars']} aria-label={words.funnel.chart}>
      {stages.map((stage, index) => (
        // A step is known by its place; two may have the same event.
        <li key={index}>
          {index > 0 && <Passage stage={stage} />}
          <Bar stage={stage} number={index + 1} name={names[index] ?? stage.name} />
        </li>
      ))}
    </ol>
  )
}

function Bar({ stage, number, name }: { stage: Stage; number: number; name: string }) {
  const { words, format } = useLanguage()
  const share = stage.conversion * 100
  const before = stage.leftShare < 1 ? share / (1 - stage.leftShare) : 0
  return (
    <div className={style['bar']}>
      <div className={style['label']}>
        <span className={style['number']}>{number}</span>
        <strong title={name}>{name}</strong>
        <span>{words.funnel.people(stage.count, format.number(stage.count))}</span>
        <b>{format.share(stage.conversion)}</b>
      </div>
      <div className={style['track']} aria-hidden="true">
        <i className={style['lost']} style={{ width: `${Math.min(100, before)}%` }} />
        <i className={style['kept']} style={{ width: `${share}%` }} />
      </div>
    </div>
  )
}

function Passage({ stage }: { stage: Stage }) {
  const { words, format } = useLanguage()
  const { funnel } = words
  return (
    <div className={style['passage']}>
      <span className={style['on']}>{funnel.wentOn(format.share(stage.conversionFromPrevious))}</span>
      {stage.left > 0 && (
        <span className={style['left']}>
          {funnel.left(format.number(stage.left), format.share(stage.leftShare))}
        </span>
      )}
      {stage.medianSecondsFromPrevious !== null && (
        <span>{funnel.median(format.duration(stage.medianSecondsFromPrevious))}</span>
      )}
    </div>
  )
}
