/** What can be asked about: the events and properties that were seen, as choices of a picker. */
import { useQuery } from '@tanstack/react-query'
import type { Dictionary } from '../language/en.ts'
import { useLanguage } from '../language/language.tsx'
import { useAccess } from '../shell/access.tsx'
import type { Choice } from './search.ts'
import { toldBy, type Whose } from './whose.ts'

const FRESH_MS = 30_000

export interface Choices {
  choices: Choice[]
  /** Why the list is empty: it is on its way, or it could not be had. */
  note: string | undefined
}

export function useEvents(): Choices {
  const { words, format } = useLanguage()
  const { api } = useAccess()
  const answer = useQuery({
    queryKey: ['events'],
    queryFn: ({ signal }) => api.events(signal),
    staleTime: FRESH_MS,
  })
  const choices = (answer.data ?? []).map(({ name, count }) => ({
    value: name,
    label: eventName(name, words),
    hint: format.compact(count),
  }))
  return { choices, note: noteOf(answer, words) }
}

/** Properties of one event, or of all when it is empty; or those that were told of people or of groups. */
export function useProperties(asked: string, source: Whose['source'] = 'event'): Choices {
  const event = toldBy(source, asked)
  const { words } = useLanguage()
  const { api } = useAccess()
  const answer = useQuery({
    queryKey: ['properties', event],
    queryFn: ({ signal }) => api.properties(event, signal),
    staleTime: FRESH_MS,
  })
  const told = (answer.data ?? []).filter(({ builtIn }) => source === 'event' || !builtIn)
  const choices = told.map(({ name, builtIn }) => ({
    value: name,
    label: propertyName(name, words),
    group: builtIn ? words.question.builtIn : words.question.toldOf[source],
    ...(builtIn ? { hint: name } : {}),
  }))
  const itself = { value: GROUP, label: words.question.theGroup, group: words.question.builtIn }
  return { choices: source === 'group' ? [itself, ...choices] : choices, note: noteOf(answer, words) }
}

/** Of a group: the group itself, by its id. */
const GROUP = '$group'

/** Values seen for a property, most frequent first; a value that is not here may still be typed. */
export function useValues(property: string, event: string, search: string): string[] {
  const { api } = useAccess()
  const { data } = useQuery({
    queryKey: ['values', property, event, search],
    queryFn: ({ signal }) => api.values({ property, event, search }, signal),
    enabled: property !== '',
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
  })
  return [...new Set((data ?? []).map(({ value }) => value).filter((value) => value !== ''))]
}

/** What people call an event that Firefly names itself; all others keep their own name. */
export const eventName = (name: string, words: Dictionary): string => {
  const names: Record<string, string> = words.names.events
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name
}

export const propertyName = (name: string, words: Dictionary): string => {
  const names: Record<string, string> = words.names.properties
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name
}

const noteOf = (
  { isPending, isError }: { isPending: boolean; isError: boolean },
  words: Dictionary,
): string | undefined => {
  if (isError) return words.question.unavailable
  return isPending ? words.question.loading : undefined
}
