/** A page's question from the address to its answer: read, written, judged for gaps, asked once it has none. */
import type { QueryInput } from '@firefly/protocol/query'
import { useMemo } from 'react'
import type { Page } from '../place.ts'
import type { Gap } from './issues.ts'
import { type Asking, useAnswer } from './use-answer.ts'
import { useQuestion } from './use-question.ts'
import { ownZone } from './zones.ts'

/** What makes a question of one kind; the same object for as long as the page stands. */
export interface Subject<Question, Asked extends QueryInput> {
  page: Page
  read: (search: string, zone: string) => Question
  write: (question: Question) => string
  gapsOf: (question: Question) => Gap[]
  /** Only for a question without gaps. */
  toInput: (question: Question, now: Date) => Asked
}

export interface Questioned<Question, Asked extends QueryInput> {
  question: Question
  change: (part: Partial<Question>) => void
  gaps: Gap[]
  /** The question that was asked. */
  settled: Question
  asking: Asking<Asked>
  /** What is on the screen is still on its way to be asked. */
  settling: boolean
}

export function useAsking<Question, Asked extends QueryInput>(
  subject: Subject<Question, Asked>,
): Questioned<Question, Asked> {
  const { page, write, gapsOf, toInput } = subject
  const read = useMemo(() => (search: string) => subject.read(search, ownZone()), [subject])
  const { question, change, asked, settling } = useQuestion(page, read, write)
  const settled = useMemo(() => read(asked), [asked, read])
  const isReady = asked !== '' && gapsOf(settled).length === 0
  const asking = useAnswer(`${page}?${asked}`, isReady ? () => toInput(settled, new Date()) : undefined)
  return { question, change, gaps: gapsOf(question), settled, asking, settling }
}
