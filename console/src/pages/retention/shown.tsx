/** The answer to a retention: who came back at each distance, all cohorts together and one by one, group by group. */
import type { ReactNode } from 'react'
import { Facts } from '../../charts/facts.tsx'
import { useLanguage } from '../../language/language.tsx'
import { NothingFound } from '../../question/states.tsx'
import type { Answered } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import { type Group, groupsOf, shareOf } from './cohorts.ts'
import type { Period, RetentionInput } from './question.ts'
import { CohortTable, GroupTable } from './tables.tsx'

interface Props {
  answered: Answered<RetentionInput>
  receipt: ReactNode
}

export function RetentionShown({ answered: { answer, input }, receipt }: Props) {
  const { words } = useLanguage()
  const groups = groupsOf(answer.result.cohorts)
  const [only] = groups
  const period = input.period ?? 'day'
  return (
    <>
      <Panel>
        {receipt}
        {groups.every(({ together }) => together.size === 0) && <NothingFound />}
        {only?.value === undefined && only ? (
          <Headline group={only} period={period} />
        ) : (
          <GroupTable groups={groups} period={period} />
        )}
      </Panel>
      {groups.map((group, index) => (
        // A group may be called like the one without a value.
        <Panel key={index} label={nameOf(group, words.question.none, words.retention.table)}>
          <CohortTable
            title={nameOf(group, words.question.none, words.retention.table)}
            group={group}
            period={period}
            zone={answer.timezone}
          />
        </Panel>
      ))}
    </>
  )
}

const nameOf = ({ value }: Group, none: string, all: string): string =>
  value === undefined ? all : (value ?? none)

function Headline({ group: { together }, period }: { group: Group; period: Period }) {
  const { words, format } = useLanguage()
  const { retention } = words
  const unit = retention.of[period]
  const share = (at: number): string => {
    const kept = together.kept[at]
    const part = kept && shareOf(kept)
    return part === undefined ? retention.notOver : format.share(part)
  }
  const last = together.kept.length - 1
  const facts = [
    { name: retention.started, value: format.number(together.size) },
    { name: retention.after(1, unit), value: share(1) },
    ...(last > 1 ? [{ name: retention.after(last, unit), value: share(last) }] : []),
  ]
  return <Facts facts={facts} />
}
