/** A part of a question that is one kind of event, under conditions of its own. */
import { useLanguage } from '../language/language.tsx'
import { EventPicker } from './event-picker.tsx'
import { FilterList } from './filter-list.tsx'
import { joined, useProblem } from './problems.tsx'
import type { EventDraft } from './scope.ts'
import { Part } from './workbench.tsx'

interface Props {
  title: string
  hint?: string
  /** Where it stands in the question: `start`. */
  path: string
  draft: EventDraft
  onChange: (draft: EventDraft) => void
}

export function EventPart({ title, hint, path, draft, onChange }: Props) {
  const { words } = useLanguage()
  const problem = joined(useProblem(path), useProblem(`${path}.event`))
  return (
    <Part title={title} {...(hint ? { hint } : {})}>
      <EventPicker
        label={`${title}: ${words.question.event}`}
        value={draft.event}
        onChange={(event) => onChange({ ...draft, event })}
        problem={problem}
        anyEvent
      />
      <FilterList
        filters={draft.filters}
        path={`${path}.filters`}
        event={draft.event}
        onChange={(filters) => onChange({ ...draft, filters })}
      />
    </Part>
  )
}
