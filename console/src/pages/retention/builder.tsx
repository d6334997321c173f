/** Where a retention is written: what people start with, what brings them back, and how that is counted. */
import { NativeSelect, NumberInput } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { EventPart } from '../../question/event-part.tsx'
import { fieldOf, useProblem } from '../../question/problems.tsx'
import { ScopeParts } from '../../question/scope-parts.tsx'
import { Part } from '../../question/workbench.tsx'
import style from './builder.module.css'
import { COUNTINGS, MODES, MOST_PERIODS, PERIODS, type RetentionQuestion } from './question.ts'

interface Props {
  question: RetentionQuestion
  onChange: (part: Partial<RetentionQuestion>) => void
}

export function RetentionBuilder({ question, onChange }: Props) {
  const { retention } = useLanguage().words
  return (
    <>
      <EventPart
        title={retention.start}
        path="start"
        draft={question.start}
        onChange={(start) => onChange({ start })}
      />
      <EventPart
        title={retention.back}
        path="return"
        draft={question.back}
        onChange={(back) => onChange({ back })}
      />
      <Part title={retention.periods}>
        <Periods question={question} onChange={onChange} />
      </Part>
      <Part title={retention.how}>
        <NativeSelect
          aria-label={retention.mode}
          value={question.mode}
          data={MODES.map((value) => ({ value, label: retention.modes[value] }))}
          onChange={({ currentTarget: { value } }) =>
            onChange({ mode: MODES.find((one) => one === value) ?? 'recurring' })
          }
          {...fieldOf(useProblem('mode'))}
        />
        <NativeSelect
          aria-label={retention.counting}
          value={question.counting}
          data={COUNTINGS.map((value) => ({ value, label: retention.countings[value] }))}
          onChange={({ currentTarget: { value } }) =>
            onChange({ counting: COUNTINGS.find((one) => one === value) ?? 'on' })
          }
          {...fieldOf(useProblem('counting'))}
        />
      </Part>
      <ScopeParts draft={question} onChange={onChange} />
    </>
  )
}

function Periods({ question: { period, periods }, onChange }: Props) {
  const { retention } = useLanguage().words
  return (
    <div className={style['periods']}>
      <NumberInput
        aria-label={retention.howMany}
        value={periods}
        min={2}
        max={MOST_PERIODS}
        clampBehavior="strict"
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && onChange({ periods: Math.max(2, value) })}
        {...fieldOf(useProblem('periods'))}
      />
      <NativeSelect
        aria-label={retention.period}
        value={period}
        data={PERIODS.map((value) => ({ value, label: retention.units[value] }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ period: PERIODS.find((one) => one === value) ?? 'day' })
        }
        {...fieldOf(useProblem('period'))}
      />
    </div>
  )
}
