/** Where a path is written: what its nodes are, where it begins and ends, and how long it is. */
import { NumberInput } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { fieldOf, useProblem } from '../../question/problems.tsx'
import { PropertyPicker } from '../../question/property-picker.tsx'
import { FilterPart } from '../../question/scope-parts.tsx'
import { Part } from '../../question/workbench.tsx'
import { NodePicker } from './node-picker.tsx'
import { BY_EVENT, MOST_STEPS, type PathQuestion } from './question.ts'

interface Props {
  question: PathQuestion
  onChange: (part: Partial<PathQuestion>) => void
}

export function PathBuilder({ question, onChange }: Props) {
  const { path } = useLanguage().words
  const { by, start, end, steps } = question
  return (
    <>
      <Part title={path.nodes} hint={path.nodesHint}>
        <PropertyPicker
          label={path.nodes}
          event=""
          value={by === BY_EVENT ? '' : by}
          onChange={(property) => onChange({ by: property || BY_EVENT, start: '', end: '' })}
          placeholder={path.byEvent}
          clearLabel={path.byEvent}
          problem={useProblem('by')}
        />
      </Part>
      <Part title={path.ends} hint={path.endsHint}>
        <NodePicker
          label={path.start}
          by={by}
          value={start}
          onChange={(node) => onChange({ start: node })}
          placeholder={path.anyStart}
          problem={useProblem('start')}
        />
        <NodePicker
          label={path.end}
          by={by}
          value={end}
          onChange={(node) => onChange({ end: node })}
          placeholder={path.anyEnd}
          problem={useProblem('end')}
        />
      </Part>
      <Part title={path.steps}>
        <NumberInput
          aria-label={path.steps}
          value={steps}
          min={2}
          max={MOST_STEPS}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(value) => typeof value === 'number' && onChange({ steps: Math.max(2, value) })}
          {...fieldOf(useProblem('steps'))}
        />
      </Part>
      <FilterPart draft={question} onChange={onChange} />
    </>
  )
}
