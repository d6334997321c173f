/** The place of an answer: the answer, or why there is none. */
import type { QueryInput } from '@firefly/protocol/query'
import type { ReactNode } from 'react'
import { Receipt } from './receipt.tsx'
import { Failed, Incomplete, Waiting } from './states.tsx'
import type { Answered, Asking } from './use-answer.ts'
import { Panel } from './workbench.tsx'

/** Shows an answer; the receipt belongs into its first panel. */
export type Answers<Asked extends QueryInput> = (answered: Answered<Asked>, receipt: ReactNode) => ReactNode

interface Props<Asked extends QueryInput> {
  asking: Asking<Asked>
  settling: boolean
  incomplete: boolean
  height: string
  children: Answers<Asked>
}

export function AnswerPanel<Asked extends QueryInput>(props: Props<Asked>) {
  const { asking, settling, incomplete, children } = props
  const { answered, failure, again } = asking
  const receipt = (
    <Receipt
      answered={incomplete || failure ? undefined : answered}
      asking={settling || asking.asking}
      onAgain={again}
    />
  )
  if (!incomplete && !settling && !asking.asking && !failure && answered) return children(answered, receipt)
  return (
    <Panel>
      {receipt}
      <Instead {...props} />
    </Panel>
  )
}

function Instead<Asked extends QueryInput>({ asking, settling, incomplete, height }: Props<Asked>) {
  const { failure, again } = asking
  if (incomplete) return <Incomplete height={height} />
  if (failure && !settling && !asking.asking)
    return <Failed failure={failure} height={height} onAgain={again} />
  return <Waiting height={height} />
}
