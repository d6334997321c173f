/** Funnel: how many people go through steps in order, and where they stop. */
import { useMemo } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { Problems } from '../../question/problems.tsx'
import { RangePicker } from '../../question/range-picker.tsx'
import { useAnswer } from '../../question/use-answer.ts'
import { useQuestion } from '../../question/use-question.ts'
import { Workbench } from '../../question/workbench.tsx'
import { ZonePicker } from '../../question/zone-picker.tsx'
import { ownZone } from '../../question/zones.ts'
import { FunnelAnswerPanel } from './answer.tsx'
import { FunnelBuilder } from './builder.tsx'
import { gapsOfFunnel, readFunnel, toFunnelInput, writeFunnel } from './question.ts'

const read = (search: string) => readFunnel(search, ownZone())

export default function FunnelPage() {
  const { words } = useLanguage()
  const { question, change, asked, settling } = useQuestion('funnel', read, writeFunnel)
  const gaps = gapsOfFunnel(question)
  const settled = useMemo(() => read(asked), [asked])
  const ready = asked !== '' && gapsOfFunnel(settled).length === 0
  const asking = useAnswer(`funnel?${asked}`, ready ? () => toFunnelInput(settled, new Date()) : undefined)
  const { range, zone } = question
  return (
    <Problems gaps={gaps} issues={settling ? [] : (asking.failure?.issues ?? [])}>
      <Workbench
        title={words.funnel.title}
        about={words.funnel.about}
        incomplete={gaps.length > 0}
        toolbar={
          <>
            <RangePicker range={range} zone={zone} onChange={(next) => change({ range: next })} />
            <ZonePicker zone={zone} onChange={(next) => change({ zone: next })} />
          </>
        }
        builder={<FunnelBuilder question={question} onChange={change} />}
      >
        <FunnelAnswerPanel asking={asking} settling={settling} incomplete={gaps.length > 0} />
      </Workbench>
    </Problems>
  )
}
