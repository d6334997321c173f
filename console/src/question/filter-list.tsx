/** The filters of a series, a step or a whole question: one row each, all of them must hold. */
import { Button } from '@mantine/core'
import { useLanguage } from '../language/language.tsx'
import { PlusSign } from '../shell/icons.tsx'
import style from './filter-list.module.css'
import { FilterRow } from './filter-row.tsx'
import { emptyFilter, type FilterDraft } from './filters.ts'

interface Props {
  filters: readonly FilterDraft[]
  onChange: (filters: FilterDraft[]) => void
  /** Where the list stands in the question: `series.0.filters`. */
  path: string
  /** Only properties seen on this event; empty for all. */
  event: string
}

const MOST_FILTERS = 50

export function FilterList({ filters, onChange, path, event }: Props) {
  const { words } = useLanguage()
  const replace = (index: number, filter: FilterDraft): void => onChange(filters.with(index, filter))
  const remove = (index: number): void => onChange(filters.filter((_, at) => at !== index))
  return (
    <div className={style['list']}>
      {filters.map((filter, index) => (
        <FilterRow
          // A filter has no name of its own: its place is what it is.
          key={index}
          filter={filter}
          path={`${path}.${index}`}
          event={event}
          onChange={(changed) => replace(index, changed)}
          onRemove={() => remove(index)}
        />
      ))}
      {filters.length < MOST_FILTERS && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={style['add'] ?? ''}
          leftSection={<PlusSign size={14} />}
          onClick={() => onChange([...filters, emptyFilter()])}
        >
          {words.question.addFilter}
        </Button>
      )}
    </div>
  )
}
