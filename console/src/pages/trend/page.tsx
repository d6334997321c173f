/** Trend: how often, how many people, or how much, over time. */
import { useLanguage } from '../../language/language.tsx'
import { AskingPage } from '../../question/asking-page.tsx'
import { IntervalPicker } from '../../question/interval-picker.tsx'
import { daysOf, lengthOf } from '../../question/range.ts'
import { FrameBar } from '../../question/scope-parts.tsx'
import { type Subject, useAsking } from '../../question/use-asking.ts'
import { TrendBuilder } from './builder.tsx'
import {
  gapsOfTrend,
  readTrend,
  toTrendInput,
  type TrendInput,
  type TrendQuestion,
  writeTrend,
} from './question.ts'
import { TrendShown } from './shown.tsx'

const TREND: Subject<TrendQuestion, TrendInput> = {
  page: 'trend',
  read: readTrend,
  write: writeTrend,
  gapsOf: gapsOfTrend,
  toInput: toTrendInput,
}

export default function TrendPage() {
  const { words } = useLanguage()
  const questioned = useAsking(TREND)
  const { question, change, settled } = questioned
  const days = lengthOf(daysOf(question.range, question.zone, new Date()))
  return (
    <AskingPage
      questioned={questioned}
      title={words.trend.title}
      about={words.trend.about}
      toolbar={
        <FrameBar draft={question} onChange={change}>
          <IntervalPicker
            interval={question.interval}
            days={days}
            onChange={(interval) => change({ interval })}
          />
        </FrameBar>
      }
      builder={<TrendBuilder question={question} onChange={change} />}
      height="23.25rem"
    >
      {(answered, receipt) => <TrendShown answered={answered} series={settled.series} receipt={receipt} />}
    </AskingPage>
  )
}
