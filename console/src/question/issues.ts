/** What is wrong with a question, and in which field: found here before asking, or told by the server. */
import { type FilterDraft, wantedBy } from './filters.ts'

/** `path` as the server names it, joined by dots: `series.0.filters.1.value`. */
export interface Issue {
  path: string
  message: string
}

/** What the console itself can see is missing; each is a sentence in every dictionary. */
type Missing = 'event' | 'property' | 'value' | 'number' | 'range'
export interface Gap {
  path: string
  missing: Missing
}

export function gapsOfFilters(filters: readonly FilterDraft[], path: string): Gap[] {
  return filters.flatMap((filter, index) => {
    const here = `${path}.${index}`
    const gaps: Gap[] = []
    if (filter.property === '') gaps.push({ path: `${here}.property`, missing: 'property' })
    if (lacksValue(filter)) gaps.push({ path: `${here}.value`, missing: 'value' })
    return gaps
  })
}

function lacksValue({ operator, values }: FilterDraft): boolean {
  const wanted = wantedBy(operator)
  const given = values.filter((value) => value !== '').length
  if (wanted === 'none') return false
  return wanted === 'bounds' ? given < 2 : given < 1
}

/** The messages for one field: those at its path, and those inside it that no field of its own shows. */
export const messagesAt = (issues: readonly Issue[], path: string, deep = false): string[] =>
  issues
    .filter((issue) => issue.path === path || (deep && issue.path.startsWith(`${path}.`)))
    .map(({ message }) => message)

/** The server may send a path as a list or as one text. */
export function pathText(path: unknown): string {
  if (Array.isArray(path)) return path.map(String).join('.')
  return typeof path === 'string' ? path.replace(/\[(\d+)\]/g, '.$1') : ''
}
