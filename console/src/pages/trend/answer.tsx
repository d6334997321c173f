/** The answer to a trend: chart and table, or why there is none. */
import type { Interval } from '@firefly/protocol/query'
import { useMemo, useState } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import { isEmpty, linesOf } from '../../charts/lines.ts'
import { useLanguage } from '../../language/language.tsx'
import { Receipt } from '../../question/receipt.tsx'
import { Failed, Incomplete, NothingFound, Waiting } from '../../question/states.tsx'
import type { Answered, Asking } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import { Legend } from './legend.tsx'
import { lineName } from './names.ts'
import type { SeriesDraft, TrendInput } from './question.ts'
import { TrendTable } from './table.tsx'

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
  return <Shown answered={answered} series={series} receipt={receipt} />
}

interface ShownProps {
  answered: Answered<TrendInput>
  series: readonly SeriesDraft[]
  receipt: React.ReactNode
}

function Shown({ answered: { answer, input }, series, receipt }: ShownProps) {
  const { words, format } = useLanguage()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const interval: Interval = input.interval ?? 'day'
  const lines = useMemo(() => linesOf(answer.result, lineName(series, words)), [answer, series, words])
  const visible = useMemo(() => lines.filter(({ id }) => !hidden.has(id)), [lines, hidden])
  const [ticks, names] = useMemo(() => {
    const { buckets } = answer.result
    const named = (write: typeof format.buckets.full) =>
      buckets.map((bucket) => write(bucket, interval, answer.timezone))
    return [named(format.buckets.short), named(format.buckets.full)]
  }, [answer, interval, format])
  const toggle = (id: string): void =>
    setHidden((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    )
  return (
    <>
      <Panel>
        {receipt}
        {isEmpty(lines) && <NothingFound />}
        <Legend lines={lines} hidden={hidden} onToggle={toggle} />
        {visible.length > 0 ? (
          <LineChart
            lines={visible}
            ticks={ticks}
            names={names}
            label={words.trend.chart}
            hint={words.trend.chartHint}
          />
        ) : (
          lines.length > 0 && <p>{words.trend.hiddenAll}</p>
        )}
      </Panel>
      {lines.length > 0 && (
        <Panel label={words.trend.table}>
          <TrendTable lines={lines} names={names} interval={interval} buckets={answer.result.buckets} />
        </Panel>
      )}
    </>
  )
}
