/** What is wrong with the question on this page, for each field to show its own part. */
import { createContext, type ReactNode, useContext } from 'react'
import { useLanguage } from '../language/language.tsx'
import { type Gap, type Issue, messagesAt } from './issues.ts'

/** `error` is what the server would not take; `gap` is what is still to be filled in. Empty when there is none. */
export interface Problem {
  error: string
  gap: string
}

export const NO_PROBLEM: Problem = { error: '', gap: '' }

const Context = createContext<{ gaps: readonly Issue[]; issues: readonly Issue[] }>({ gaps: [], issues: [] })

interface Props {
  gaps: readonly Gap[]
  issues: readonly Issue[]
  children: ReactNode
}

export function Problems({ gaps, issues, children }: Props) {
  const { words } = useLanguage()
  const said = gaps.map(({ path, missing }) => ({ path, message: words.question.missing[missing] }))
  return <Context value={{ gaps: said, issues }}>{children}</Context>
}

/** The problem of the field at this path. `deep` also takes what is about parts that have no field of their own. */
export function useProblem(path: string, deep = false): Problem {
  const { gaps, issues } = useContext(Context)
  return {
    error: messagesAt(issues, path, deep).join(' '),
    gap: messagesAt(gaps, path, deep).join(' '),
  }
}

export const joined = (...problems: Problem[]): Problem => ({
  error: problems
    .map(({ error }) => error)
    .filter(Boolean)
    .join(' '),
  gap: problems
    .map(({ gap }) => gap)
    .filter(Boolean)
    .join(' '),
})

/** A problem as the properties of one of Mantine's fields. An empty field is marked, not scolded. */
export const fieldOf = ({ error, gap }: Problem) => ({
  error,
  'aria-description': gap,
  wrapperProps: { 'data-gap': gap !== '' },
})
