/** The answer to a trend: chart and table, or why there is none. */
import { Receipt } from '../../question/receipt.tsx'
import { Failed, Incomplete, Waiting } from '../../question/states.tsx'
import type { Asking } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import type { SeriesDraft, TrendInput } from './question.ts'
import { TrendShown } from './shown.tsx'

interface Props {
  series: readonly SeriesDraft[]
  asking: Asking<TrendInput>
  settling: boolean
  incomplete: boolean
}

const HEIGHT = '23.25rem'

export function TrendAnswerPanel({ series, asking, settling, incomplete }: Props) {
  const { answered, failure, again } = asking
  const receipt = (
    <Receipt
      answered={incomplete || failure ? undefined : answered}
      asking={settling || asking.asking}
      onAgain={again}
    />
  )
  const instead = incomplete ? (
    <Incomplete height={HEIGHT} />
  ) : settling || asking.asking ? (
    <Waiting height={HEIGHT} />
  ) : failure ? (
    <Failed failure={failure} height={HEIGHT} onAgain={again} />
  ) : undefined
  if (instead || !answered)
    return (
      <Panel>
        {receipt}
        {instead ?? <Waiting height={HEIGHT} />}
      </Panel>
    )
  return <TrendShown answered={answered} series={series} receipt={receipt} />
}
