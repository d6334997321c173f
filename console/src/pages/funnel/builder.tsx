/** Where a funnel is written: its steps, the time they may take, its filters, its breakdown. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { fieldOf, joined, useProblem } from '../../question/problems.tsx'
import { ScopeParts } from '../../question/scope-parts.tsx'
import { Part } from '../../question/workbench.tsx'
import { PlusSign } from '../../shell/icons.tsx'
import style from './builder.module.css'
import { type FunnelQuestion, MOST_STEPS, moved, newStep, UNITS } from './question.ts'
import { StepCard } from './step-card.tsx'

interface Props {
  question: FunnelQuestion
  onChange: (part: Partial<FunnelQuestion>) => void
}

export function FunnelBuilder({ question, onChange }: Props) {
  const { words } = useLanguage()
  const { steps } = question
  const list = useRef<HTMLOListElement>(null)
  const { error } = useProblem('steps')
  const move = (from: number, to: number): void => {
    onChange({ steps: moved(steps, from, to) })
    // The focus goes with the step, so that one can go on moving it.
    list.current?.children[to]
      ?.querySelector<HTMLElement>(`[data-move="${to < from ? 'up' : 'down'}"]`)
      ?.focus()
  }
  return (
    <>
      <Part title={words.funnel.steps}>
        <ol className={style['steps']} ref={list}>
          {steps.map((step, index) => (
            // A step is known by its place.
            <li key={index}>
              <StepCard
                step={step}
                index={index}
                count={steps.length}
                onChange={(changed) => onChange({ steps: steps.with(index, changed) })}
                onRemove={() => onChange({ steps: steps.filter((_, at) => at !== index) })}
                onMove={(to) => move(index, to)}
              />
            </li>
          ))}
        </ol>
        {error && <p role="alert">{error}</p>}
        {steps.length < MOST_STEPS && (
          <Button
            variant="default"
            leftSection={<PlusSign size={16} />}
            onClick={() => onChange({ steps: [...steps, newStep()] })}
          >
            {words.funnel.addStep}
          </Button>
        )}
      </Part>
      <Part title={words.funnel.window} hint={words.funnel.windowHint}>
        <Window window={question.window} onChange={(window) => onChange({ window })} />
      </Part>
      <ScopeParts draft={question} onChange={onChange} />
    </>
  )
}

interface WindowProps {
  window: FunnelQuestion['window']
  onChange: (window: FunnelQuestion['window']) => void
}

function Window({ window, onChange }: WindowProps) {
  const { words } = useLanguage()
  const problem = joined(useProblem('window'), useProblem('window.value'))
  return (
    <div className={style['window']}>
      <TextInput
        aria-label={words.funnel.windowValue}
        inputMode="decimal"
        value={window.value}
        maxLength={9}
        onChange={({ currentTarget }) => onChange({ ...window, value: currentTarget.value.trim() })}
        {...fieldOf(problem)}
      />
      <NativeSelect
        aria-label={words.funnel.windowUnit}
        value={window.unit}
        data={UNITS.map((value) => ({ value, label: words.funnel.units[value] }))}
        onChange={({ currentTarget }) =>
          onChange({ ...window, unit: UNITS.find((one) => one === currentTarget.value) ?? 'day' })
        }
        {...fieldOf(useProblem('window.unit'))}
      />
    </div>
  )
}
