/** One step of a funnel: its event, its filters, and its place among the others. */
import { ActionIcon } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { EventPicker } from '../../question/event-picker.tsx'
import { FilterList } from '../../question/filter-list.tsx'
import { joined, useProblem } from '../../question/problems.tsx'
import type { EventDraft } from '../../question/scope.ts'
import { CrossSign, DownSign, UpSign } from '../../shell/icons.tsx'
import style from './builder.module.css'

interface Props {
  step: EventDraft
  index: number
  count: number
  onChange: (step: EventDraft) => void
  onRemove: () => void
  onMove: (to: number) => void
}

export function StepCard({ step, index, count, onChange, onRemove, onMove }: Props) {
  const { words } = useLanguage()
  const { funnel, question } = words
  const number = index + 1
  const path = `steps.${index}`
  const problem = joined(useProblem(path), useProblem(`${path}.event`))
  const act = { variant: 'subtle', color: 'gray', size: 'sm' } as const
  return (
    <div className={style['step']} role="group" aria-label={funnel.step(number)}>
      <div className={style['head']}>
        <span className={style['number']} aria-hidden="true">
          {number}
        </span>
        <span>{funnel.step(number)}</span>
        {/* Disabled for the eye alone: a button that loses the focus would end the keyboard's way. */}
        <ActionIcon
          {...act}
          data-move="up"
          mod={{ disabled: index === 0 }}
          aria-disabled={index === 0}
          aria-label={funnel.moveUp(number)}
          onClick={() => index > 0 && onMove(index - 1)}
        >
          <UpSign size={14} />
        </ActionIcon>
        <ActionIcon
          {...act}
          data-move="down"
          mod={{ disabled: number === count }}
          aria-disabled={number === count}
          aria-label={funnel.moveDown(number)}
          onClick={() => number < count && onMove(index + 1)}
        >
          <DownSign size={14} />
        </ActionIcon>
        {count > 1 && (
          <ActionIcon {...act} aria-label={funnel.removeStep(number)} onClick={onRemove}>
            <CrossSign size={14} />
          </ActionIcon>
        )}
      </div>
      <EventPicker
        label={question.event}
        value={step.event}
        onChange={(event) => onChange({ ...step, event })}
        problem={problem}
      />
      <FilterList
        filters={step.filters}
        path={`${path}.filters`}
        event={step.event}
        onChange={(filters) => onChange({ ...step, filters })}
      />
    </div>
  )
}
