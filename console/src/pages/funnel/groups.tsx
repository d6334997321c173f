/** How far each group of a funnel went, one row a group. */
import type { FunnelResult } from '@firefly/protocol/results'
import { csvOf, saveAs } from '../../charts/csv.ts'
import table from '../../charts/table.module.css'
import { TableHead } from '../../charts/table-head.tsx'
import { useLanguage } from '../../language/language.tsx'

interface Props {
  groups: NonNullable<FunnelResult['breakdowns']>
  /** What each step is called here. */
  names: readonly string[]
}

export function GroupsTable({ groups, names }: Props) {
  const { words, format } = useLanguage()
  const { funnel } = words
  const heads = [funnel.group, ...names.map((name, index) => `${index + 1}. ${name}`), funnel.overall]
  const nameOf = (value: string | null): string => value ?? words.question.none
  const rows = groups.map(({ value, steps }) => ({
    name: nameOf(value),
    counts: steps.map(({ count }) => count),
    conversion: steps.at(-1)?.conversion ?? 0,
  }))
  const download = (): void =>
    saveAs(
      'funnel-groups.csv',
      csvOf([heads, ...rows.map((row) => [row.name, ...row.counts, row.conversion])]),
    )
  return (
    <>
      <TableHead title={funnel.byGroup} onDownload={download} />
      <div className={table['scroll']} tabIndex={0} role="region" aria-label={funnel.byGroup}>
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
            {rows.map(({ name, counts, conversion }, index) => (
              // A group may be called like the one without a value.
              <tr key={index}>
                <th scope="row">{name}</th>
                {counts.map((count, step) => (
                  <td key={step}>{format.number(count)}</td>
                ))}
                <td>{format.share(conversion)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
