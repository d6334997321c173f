/** Every number of a trend, one row a bucket, zeros included. */
import type { Interval } from '@firefly/protocol/query'
import { Pagination } from '@mantine/core'
import { useState } from 'react'
import { csvOf, saveAs } from '../../charts/csv.ts'
import type { Line } from '../../charts/lines.ts'
import { Swatch } from '../../charts/reading.tsx'
import table from '../../charts/table.module.css'
import { TableHead } from '../../charts/table-head.tsx'
import { useLanguage } from '../../language/language.tsx'

interface Props {
  lines: readonly Line[]
  /** Full names of the buckets, as the table shows them. */
  names: readonly string[]
  /** ISO instants of the buckets, as a file has them. */
  starts: readonly string[]
  interval: Interval
}

const ROWS_A_PAGE = 100

export function TrendTable({ lines, names, starts, interval }: Props) {
  const { words, format } = useLanguage()
  const [page, setPage] = useState(1)
  const pages = Math.ceil(names.length / ROWS_A_PAGE)
  const from = (Math.min(page, pages) - 1) * ROWS_A_PAGE
  const write = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : format.number(value)
  const download = (): void => {
    const head = [words.trend.bucket, ...lines.map(({ name }) => name)]
    saveAs(
      'trend.csv',
      csvOf([
        head,
        ...starts.map((bucket, row) => [bucket, ...lines.map(({ values }) => values[row] ?? null)]),
      ]),
    )
  }
  return (
    <>
      <TableHead title={words.trend.table} note={words.trend.by[interval]} onDownload={download} />
      <div className={table['scroll']} tabIndex={0} role="region" aria-label={words.trend.table}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{words.trend.bucket}</th>
              {lines.map(({ id, name, colour, dashed }) => (
                <th key={id} scope="col" className={table['number']} title={name}>
                  <Swatch colour={colour} dashed={dashed} />
                  <span>{name}</span>
                </th>
              ))}
            </tr>
            <tr className={table['total']}>
              <th scope="row">{words.trend.overall}</th>
              {lines.map(({ id, total }) => (
                <td key={id}>{write(total)}</td>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.slice(from, from + ROWS_A_PAGE).map((name, row) => (
              <tr key={starts[from + row]}>
                <th scope="row">{name}</th>
                {lines.map(({ id, values }) => (
                  <td key={id} data-zero={values[from + row] === 0}>
                    {write(values[from + row])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <nav aria-label={words.trend.page}>
          <Pagination total={pages} value={Math.min(page, pages)} onChange={setPage} size="sm" mt="sm" />
        </nav>
      )}
    </>
  )
}
