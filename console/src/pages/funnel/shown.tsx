/** The answer to a funnel: the great numbers, the bars, the table, the groups. */
import type { ReactNode } from 'react'
import { FunnelBars } from '../../charts/funnel-bars.tsx'
import { largestDrop, stagesOf } from '../../charts/stages.ts'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import { NothingFound } from '../../question/states.tsx'
import type { Answered } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import style from './shown.module.css'
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
    [funnel.overall, format.share(last?.conversion ?? 0), ''],
    [funnel.entered, format.number(first?.count ?? 0), ''],
    [funnel.completed, format.number(last?.count ?? 0), ''],
    [
      funnel.drop,
      drop ? format.share(drop.leftShare) : funnel.noDrop,
      drop ? funnel.before(names[stages.indexOf(drop)] ?? drop.name) : '',
    ],
  ] as const
  return (
    <dl className={style['headline']}>
      {facts.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note && <dd className={style['note']}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
