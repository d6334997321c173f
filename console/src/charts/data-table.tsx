/** A table of numbers that scrolls in its frame and can be taken along as a file. */
import type { ReactNode } from 'react'
import { type Cell, csvOf, saveAs } from './csv.ts'
import table from './table.module.css'
import { TableHead } from './table-head.tsx'

interface Props {
  title: string
  note?: string
  /** Of the columns, that of the rows' names first. */
  heads: readonly string[]
  /** A row may end early. */
  rows: readonly { name: string; cells: readonly ReactNode[] }[]
  /** What goes into the file, under the same heads or its own. */
  file: { name: string; heads?: readonly string[]; rows: readonly (readonly Cell[])[] }
}

export function DataTable({ title, note, heads, rows, file }: Props) {
  const download = (): void => saveAs(file.name, csvOf([file.heads ?? heads, ...file.rows]))
  return (
    <>
      <TableHead title={title} {...(note ? { note } : {})} onDownload={download} />
      <div className={table['scroll']} tabIndex={0} role="region" aria-label={title}>
        <table className={table['table']}>
          <thead>
            <tr>
              {heads.map((head, column) => (
                // Two columns may be called the same.
                <th key={column} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }, row) => (
              // A row is known by its place: a group may be called like the one without a value.
              <tr key={row}>
                <th scope="row">{name}</th>
                {heads.slice(1).map((_, column) => (
                  <td key={column}>{cells[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
