/** A page that asks: the question beside its answer, and what is wrong with it at the field that it is about. */
import type { QueryInput } from '@firefly/protocol/query'
import type { ReactNode } from 'react'
import { AnswerPanel, type Answers } from './answer-panel.tsx'
import { Problems } from './problems.tsx'
import type { Questioned } from './use-asking.ts'
import { Workbench } from './workbench.tsx'

interface Props<Question, Asked extends QueryInput> {
  questioned: Questioned<Question, Asked>
  title: string
  about: string
  toolbar: ReactNode
  builder: ReactNode
  /** Of what stands in the place of an answer, as tall as the answer will be. */
  height: string
  children: Answers<Asked>
}

export function AskingPage<Question, Asked extends QueryInput>({
  questioned: { gaps, asking, settling },
  height,
  children,
  ...bench
}: Props<Question, Asked>) {
  const incomplete = gaps.length > 0
  return (
    <Problems gaps={gaps} issues={settling ? [] : (asking.failure?.issues ?? [])}>
      <Workbench {...bench} incomplete={incomplete}>
        <AnswerPanel asking={asking} settling={settling} incomplete={incomplete} height={height}>
          {children}
        </AnswerPanel>
      </Workbench>
    </Problems>
  )
}
