/** Every number of a funnel, one row a step. */
import type { Cell } from '../../charts/csv.ts'
import { DataTable } from '../../charts/data-table.tsx'
import type { Stage } from '../../charts/stages.ts'
import { useLanguage } from '../../language/language.tsx'

interface Props {
  stages: readonly Stage[]
  names: readonly string[]
}

export function FunnelTable({ stages, names }: Props) {
  const { words, format } = useLanguage()
  const { columns } = words.funnel
  const heads = [
    columns.step,
    columns.count,
    columns.conversion,
    columns.fromPrevious,
    columns.median,
    columns.average,
  ]
  const rows = stages.map((stage, index) => ({
    name: `${index + 1}. ${names[index]}`,
    cells: [
      format.number(stage.count),
      format.share(stage.conversion),
      format.share(stage.conversionFromPrevious),
      format.duration(stage.medianSecondsFromPrevious),
      format.duration(stage.averageSecondsFromPrevious),
    ],
  }))
  const file = { name: 'funnel.csv', rows: stages.map(rawRow) }
  return <DataTable title={words.funnel.table} heads={heads} rows={rows} file={file} />
}

/** As the server told it: shares from 0 to 1, times in seconds. */
const rawRow = (stage: Stage): Cell[] => [
  stage.name,
  stage.count,
  stage.conversion,
  stage.conversionFromPrevious,
  stage.medianSecondsFromPrevious,
  stage.averageSecondsFromPrevious,
]
