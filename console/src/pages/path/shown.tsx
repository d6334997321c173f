/** The answer to a path: the picture of all ways, and every one of them with its numbers. */
import type { ReactNode } from 'react'
import { DataTable } from '../../charts/data-table.tsx'
import { FlowChart } from '../../charts/flow-chart.tsx'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import { NothingFound } from '../../question/states.tsx'
import type { Answered } from '../../question/use-answer.ts'
import { Panel } from '../../question/workbench.tsx'
import type { PathInput } from './question.ts'

interface Props {
  answered: Answered<PathInput>
  receipt: ReactNode
}

export function PathShown({ answered: { answer }, receipt }: Props) {
  const { words, format } = useLanguage()
  const { path } = words
  const { nodes, links } = answer.result
  const nameOf = (name: string): string => eventName(name, words)
  const named = new Map(nodes.map(({ id, name, step }) => [id, `${step}. ${nameOf(name)}`]))
  const rows = links.map(({ source, target, count, medianSeconds }) => ({
    name: `${named.get(source)} → ${named.get(target)}`,
    cells: [format.number(count), format.duration(medianSeconds)],
  }))
  const file = {
    name: 'paths.csv',
    heads: [path.columns.from, path.columns.to, path.columns.sessions, path.columns.median],
    rows: links.map(({ source, target, count, medianSeconds }) => [source, target, count, medianSeconds]),
  }
  return (
    <>
      <Panel>
        {receipt}
        {nodes.length === 0 ? (
          <NothingFound />
        ) : (
          <FlowChart result={answer.result} nameOf={nameOf} label={path.chart} />
        )}
      </Panel>
      {links.length > 0 && (
        <Panel label={path.table}>
          <DataTable
            title={path.table}
            heads={[path.columns.way, path.columns.sessions, path.columns.median]}
            rows={rows}
            file={file}
          />
        </Panel>
      )}
    </>
  )
}
