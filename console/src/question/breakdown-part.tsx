/** Where a question is broken down: by which property, whose it is, and into how many groups. */
import { NumberInput } from '@mantine/core'
import { useLanguage } from '../language/language.tsx'
import { type BreakdownDraft, MOST_GROUPS } from './breakdown.ts'
import style from './breakdown.module.css'
import { useProblem } from './problems.tsx'
import { PropertyPicker } from './property-picker.tsx'
import { WhosePicker } from './whose-picker.tsx'
import { Part } from './workbench.tsx'

interface Props {
  draft: BreakdownDraft
  onChange: (part: Partial<BreakdownDraft>) => void
}

export function BreakdownPart({ draft: { breakdown, whose, groups }, onChange }: Props) {
  const { question } = useLanguage().words
  const problem = useProblem('breakdown', true)
  return (
    <Part title={question.breakdown}>
      <div className={style['breakdown']}>
        <WhosePicker whose={whose} path="breakdown" onChange={(changed) => onChange({ whose: changed })} />
        <PropertyPicker
          label={question.breakdown}
          event=""
          source={whose.source}
          value={breakdown}
          onChange={(property) => onChange({ breakdown: property })}
          placeholder={question.chooseBreakdown}
          clearLabel={question.clearBreakdown}
          problem={problem}
        />
        {breakdown !== '' && (
          <NumberInput
            aria-label={question.groups}
            title={question.groups}
            value={groups}
            min={1}
            max={MOST_GROUPS}
            clampBehavior="strict"
            allowDecimal={false}
            onChange={(value) => typeof value === 'number' && onChange({ groups: Math.max(1, value) })}
          />
        )}
      </div>
    </Part>
  )
}
