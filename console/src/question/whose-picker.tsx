/** Chooses whose a property is; of a group also of which kind, and of both as of when. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useLanguage } from '../language/language.tsx'
import { fieldOf, useProblem } from './problems.tsx'
import style from './whose-picker.module.css'
import { SOURCES, TIMES, type Whose, withSource } from './whose.ts'

interface Props {
  whose: Whose
  /** Where the property stands in the question. */
  path: string
  onChange: (whose: Whose) => void
}

const MOST_LETTERS = 200

export function WhosePicker({ whose, path, onChange }: Props) {
  const { words } = useLanguage()
  const { question } = words
  const kind = useProblem(`${path}.groupType`)
  return (
    <div className={style['whose']} data-source={whose.source}>
      <NativeSelect
        size="xs"
        aria-label={question.whose}
        value={whose.source}
        data={SOURCES.map((value) => ({ value, label: question.sources[value] }))}
        onChange={({ currentTarget }) =>
          onChange(withSource(whose, SOURCES.find((one) => one === currentTarget.value) ?? 'event'))
        }
      />
      {whose.source === 'group' && (
        <TextInput
          size="xs"
          aria-label={question.groupType}
          placeholder={question.groupType}
          title={question.groupTypeHint}
          value={whose.groupType}
          maxLength={MOST_LETTERS}
          onChange={({ currentTarget }) => onChange({ ...whose, groupType: currentTarget.value })}
          {...fieldOf(kind)}
        />
      )}
      {whose.source !== 'event' && (
        <NativeSelect
          size="xs"
          aria-label={question.asOf}
          title={question.asOf}
          value={whose.asOf}
          data={TIMES.map((value) => ({ value, label: question.times[value] }))}
          onChange={({ currentTarget }) =>
            onChange({ ...whose, asOf: TIMES.find((one) => one === currentTarget.value) ?? 'now' })
          }
        />
      )}
    </div>
  )
}
