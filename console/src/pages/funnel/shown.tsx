/** The answer to a funnel: the great numbers, the bars, the table, the groups. */
import type { ReactNode } from 'react'
import { Facts } from '../../charts/facts.tsx'
import { FunnelBars } from '../../charts/funnel-bars.tsx'
import { largestDrop, stagesOf } from '../../charts/stages.ts'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import { NothingFound } from '../../question/states.tsx'
import type { Answered } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import type { FunnelInput } from './question.ts'
import { GroupsTable } from './groups.tsx'
import { FunnelTable } from './table.tsx'

interface Props {
  answered: Answered<FunnelInput>
  receipt: ReactNode
}

export function FunnelShown({ answered: { answer }, receipt }: Props) {
  const { words } = useLanguage()
  const { steps, breakdowns } = answer.result
  const stages = stagesOf(steps)
  const names = stages.map(({ name }) => eventName(name, words))
  return (
    <>
      <Panel>
        {receipt}
        {stages[0]?.count === 0 && <NothingFound />}
        <Headline stages={stages} names={names} />
        <FunnelBars stages={stages} names={names} />
      </Panel>
      <Panel label={words.funnel.table}>
        <FunnelTable stages={stages} names={names} />
      </Panel>
      {breakdowns && (
        <Panel label={words.funnel.byGroup}>
          <GroupsTable groups={breakdowns} names={names} />
        </Panel>
      )}
    </>
  )
}

function Headline({ stages, names }: { stages: ReturnType<typeof stagesOf>; names: readonly string[] }) {
  const { words, format } = useLanguage()
  const { funnel } = words
  const [first, last, drop] = [stages[0], stages.at(-1), largestDrop(stages)]
  const facts = [
    { name: funnel.overall, value: format.share(last?.conversion ?? 0) },
    { name: funnel.entered, value: format.number(first?.count ?? 0) },
    { name: funnel.completed, value: format.number(last?.count ?? 0) },
    {
      name: funnel.drop,
      value: drop ? format.share(drop.leftShare) : funnel.noDrop,
      note: drop ? funnel.before(names[stages.indexOf(drop)] ?? drop.name) : '',
    },
  ]
  return <Facts facts={facts} />
}
