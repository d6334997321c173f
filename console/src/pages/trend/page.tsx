/** Trend: how often, how many people, or how much, over time. */
import { useMemo } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { IntervalPicker } from '../../question/interval-picker.tsx'
import { Problems } from '../../question/problems.tsx'
import { daysOf, lengthOf } from '../../question/range.ts'
import { RangePicker } from '../../question/range-picker.tsx'
import { useAnswer } from '../../question/use-answer.ts'
import { useQuestion } from '../../question/use-question.ts'
import { Workbench } from '../../question/workbench.tsx'
import { ZonePicker } from '../../question/zone-picker.tsx'
import { ownZone } from '../../question/zones.ts'
import { TrendAnswerPanel } from './answer.tsx'
import { TrendBuilder } from './builder.tsx'
import { gapsOfTrend, readTrend, toTrendInput, writeTrend } from './question.ts'

const read = (search: string) => readTrend(search, ownZone())

export default function TrendPage() {
  const { words } = useLanguage()
  const { question, change, asked, settling } = useQuestion('trend', read, writeTrend)
  const gaps = gapsOfTrend(question)
  const settled = useMemo(() => read(asked), [asked])
  const ready = asked !== '' && gapsOfTrend(settled).length === 0
  const asking = useAnswer(`trend?${asked}`, ready ? () => toTrendInput(settled, new Date()) : undefined)
  const { range, zone, interval } = question
  return (
    <Problems gaps={gaps} issues={settling ? [] : (asking.failure?.issues ?? [])}>
      <Workbench
        title={words.trend.title}
        about={words.trend.about}
        incomplete={gaps.length > 0}
        toolbar={
          <>
            <RangePicker range={range} zone={zone} onChange={(next) => change({ range: next })} />
            <IntervalPicker
              interval={interval}
              days={lengthOf(daysOf(range, zone, new Date()))}
              onChange={(next) => change({ interval: next })}
            />
            <ZonePicker zone={zone} onChange={(next) => change({ zone: next })} />
          </>
        }
        builder={<TrendBuilder question={question} onChange={change} />}
      >
        <TrendAnswerPanel
          series={settled.series}
          asking={asking}
          settling={settling}
          incomplete={gaps.length > 0}
        />
      </Workbench>
    </Problems>
  )
}
