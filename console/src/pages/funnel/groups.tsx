/** How far each group of a funnel went, one row a group. */
import type { FunnelResult } from '@firefly/protocol/results'
import { DataTable } from '../../charts/data-table.tsx'
import { useLanguage } from '../../language/language.tsx'

interface Props {
  groups: NonNullable<FunnelResult['breakdowns']>
  /** What each step is called here. */
  names: readonly string[]
}

export function GroupsTable({ groups, names }: Props) {
  const { words, format } = useLanguage()
  const { funnel, question } = words
  const heads = [funnel.group, ...names.map((name, index) => `${index + 1}. ${name}`), funnel.overall]
  const told = groups.map(({ value, steps }) => ({
    name: value ?? question.none,
    counts: steps.map(({ count }) => count),
    conversion: steps.at(-1)?.conversion ?? 0,
  }))
  const rows = told.map(({ name, counts, conversion }) => ({
    name,
    cells: [...counts.map((count) => format.number(count)), format.share(conversion)],
  }))
  const file = {
    name: 'funnel-groups.csv',
    rows: told.map(({ name, counts, conversion }) => [name, ...counts, conversion]),
  }
  return <DataTable title={funnel.byGroup} heads={heads} rows={rows} file={file} />
}
