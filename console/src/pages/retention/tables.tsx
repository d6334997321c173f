/** Cohorts as a table that gets darker where more people came back; groups the same way, one row each. */
import type { Cell } from '../../charts/csv.ts'
import { DataTable } from '../../charts/data-table.tsx'
import { useLanguage } from '../../language/language.tsx'
import { type Group, type Row, shareOf } from './cohorts.ts'
import type { Period } from './question.ts'
import style from './tables.module.css'

interface CohortProps {
  title: string
  group: Group
  period: Period
  zone: string
}

export function CohortTable({ title, group: { together, rows }, period, zone }: CohortProps) {
  const { words, format } = useLanguage()
  const { retention } = words
  const heads = useHeads(retention.cohort, together, period)
  const named = [
    { name: retention.together, row: together },
    ...rows.map((row) => ({ name: format.buckets.full(row.start ?? '', period, zone), row })),
  ]
  const file = { name: 'retention.csv', rows: rows.map((row) => [row.start ?? '', ...rawOf(row)]) }
  return <DataTable title={title} heads={heads} rows={named.map(shown)} file={file} />
}

export function GroupTable({ groups, period }: { groups: readonly Group[]; period: Period }) {
  const { words } = useLanguage()
  const { retention, question } = words
  const rows = groups.map(({ together }) => together)
  const [widest] = rows.toSorted((a, b) => b.kept.length - a.kept.length)
  const heads = useHeads(retention.group, widest, period)
  const named = groups.map(({ value, together }) => ({ name: value ?? question.none, row: together }))
  const file = { name: 'retention-groups.csv', rows: named.map(({ name, row }) => [name, ...rawOf(row)]) }
  return <DataTable title={retention.byGroup} heads={heads} rows={named.map(shown)} file={file} />
}

function useHeads(first: string, widest: Row | undefined, period: Period): string[] {
  const { retention } = useLanguage().words
  const distances = widest?.kept.map((_, at) => retention.distance(at, retention.of[period])) ?? []
  return [first, retention.people, ...distances]
}

const shown = ({ name, row }: { name: string; row: Row }) => ({
  name,
  cells: [<Count key="size" of={row.size} />, ...row.kept.map((kept, at) => <Kept key={at} kept={kept} />)],
})

/** As the server told it: people, not shares. */
const rawOf = ({ size, kept }: Row): Cell[] => [size, ...kept.map(({ people }) => people)]

function Count({ of }: { of: number }) {
  return <>{useLanguage().format.number(of)}</>
}

function Kept({ kept }: { kept: Row['kept'][number] }) {
  const { format } = useLanguage()
  const share = shareOf(kept)
  const title = `${format.number(kept.people)} / ${format.number(kept.of)}`
  return (
    <span
      className={style['kept']}
      style={{ '--share': `${Math.round(100 * Math.min(1, share ?? 0))}%` }}
      title={title}
    >
      {share === undefined ? '–' : format.share(share)}
    </span>
  )
}
