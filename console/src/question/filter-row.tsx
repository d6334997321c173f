/** One filter: a property, how it is compared, and with what. */
import { ActionIcon, NativeSelect } from '@mantine/core'
import { useLanguage } from '../language/language.tsx'
import { CrossSign } from '../shell/icons.tsx'
import style from './filter-list.module.css'
import { FilterValues } from './filter-values.tsx'
import { type FilterDraft, OPERATORS, wantedBy, withOperator } from './filters.ts'
import { fieldOf, joined, useProblem } from './problems.tsx'
import { PropertyPicker } from './property-picker.tsx'
import { WhosePicker } from './whose-picker.tsx'
import { toldBy } from './whose.ts'

interface Props {
  filter: FilterDraft
  path: string
  event: string
  onChange: (filter: FilterDraft) => void
  onRemove: () => void
}

export function FilterRow({ filter, path, event, onChange, onRemove }: Props) {
  const { words } = useLanguage()
  const { question } = words
  const property = joined(useProblem(path), useProblem(`${path}.property`))
  const operator = useProblem(`${path}.operator`)
  return (
    <div className={style['row']} role="group" aria-label={question.filter}>
      <WhosePicker whose={filter.whose} path={path} onChange={(whose) => onChange({ ...filter, whose })} />
      <PropertyPicker
        label={question.property}
        event={event}
        source={filter.whose.source}
        value={filter.property}
        onChange={(chosen) => onChange({ ...filter, property: chosen, values: [] })}
        problem={property}
      />
      <NativeSelect
        aria-label={question.operator}
        value={filter.operator}
        onChange={({ currentTarget }) =>
          onChange(withOperator(filter, OPERATORS.find((one) => one === currentTarget.value) ?? 'eq'))
        }
        data={OPERATORS.map((value) => ({ value, label: question.operators[value] }))}
        {...fieldOf(operator)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="input-sm"
        aria-label={question.removeFilter}
        onClick={onRemove}
      >
        <CrossSign size={16} />
      </ActionIcon>
      {wantedBy(filter.operator) !== 'none' && (
        <div className={style['values']}>
          <FilterValues
            filter={filter}
            path={`${path}.value`}
            event={toldBy(filter.whose.source, event)}
            onChange={(values) => onChange({ ...filter, values })}
          />
        </div>
      )}
    </div>
  )
}
