/** The numbers of a trend as a chart and a table; either may hide lines of the chart, none of the table. */
import { type ReactNode, useMemo, useState } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import { isEmpty, linesOf } from '../../charts/lines.ts'
import { useLanguage } from '../../language/language.tsx'
import { NothingFound } from '../../question/states.tsx'
import type { Answered } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import { bucketsOf } from './buckets.ts'
import { Legend } from './legend.tsx'
import { lineName } from './names.ts'
import type { SeriesDraft, TrendInput } from './question.ts'
import { TrendTable } from './table.tsx'

interface Props {
  answered: Answered<TrendInput>
  series: readonly SeriesDraft[]
  receipt: ReactNode
}

export function TrendShown({ answered, series, receipt }: Props) {
  const { words, format } = useLanguage()
  const [hidden, setHidden] = useState<readonly string[]>([])
  const { result } = answered.answer
  const lines = useMemo(() => linesOf(result, lineName(series, words)), [result, series, words])
  const visible = useMemo(() => lines.filter(({ id }) => !hidden.includes(id)), [lines, hidden])
  const buckets = useMemo(() => bucketsOf(answered, words, format), [answered, words, format])
  const toggle = (id: string): void =>
    setHidden((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]))
  return (
    <>
      <Panel>
        {receipt}
        {isEmpty(lines) && <NothingFound />}
        <Legend lines={lines} hidden={hidden} onToggle={toggle} />
        {visible.length > 0 && (
          <LineChart {...buckets} lines={visible} label={words.trend.chart} hint={words.trend.chartHint} />
        )}
        {visible.length === 0 && lines.length > 0 && <p>{words.trend.hiddenAll}</p>}
      </Panel>
      {lines.length > 0 && (
        <Panel label={words.trend.table}>
          <TrendTable {...buckets} lines={lines} starts={result.buckets} />
        </Panel>
      )}
    </>
  )
}
