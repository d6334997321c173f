/** Every number of a funnel, one row a step. */
import { csvOf, saveAs } from '../../charts/csv.ts'
import type { Stage } from '../../charts/stages.ts'
import table from '../../charts/table.module.css'
import { TableHead } from '../../charts/table-head.tsx'
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
  const download = (): void => saveAs('funnel.csv', csvOf([heads, ...stages.map(rawRow)]))
  return (
    <>
      <TableHead title={words.funnel.table} onDownload={download} />
      <div className={table['scroll']} tabIndex={0} role="region" aria-label={words.funnel.table}>
        <table className={table['table']}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, index) => (
              // A step is known by its place.
              <tr key={index}>
                <th scope="row">
                  {index + 1}. {names[index]}
                </th>
                <td>{format.number(stage.count)}</td>
                <td>{format.share(stage.conversion)}</td>
                <td>{format.share(stage.conversionFromPrevious)}</td>
                <td>{format.duration(stage.medianSecondsFromPrevious)}</td>
                <td>{format.duration(stage.averageSecondsFromPrevious)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** As the server told it: shares from 0 to 1, times in seconds. */
const rawRow = (stage: Stage): (string | number | null)[] => [
  stage.name,
  stage.count,
  stage.conversion,
  stage.conversionFromPrevious,
  stage.medianSecondsFromPrevious,
  stage.averageSecondsFromPrevious,
]
