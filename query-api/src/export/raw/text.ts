/** Rows of an export as text that the engine makes: the same lines as those of `formats.ts`, without a value going through here. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { type Format, PLAIN_NUMBER } from '../formats.ts'

export type TextFormat = Exclude<Format, 'json'>

/**
 * `cells` are names of the columns' texts, in their order; those of `properties` are JSON already. Each is written by itself before all
 * are put together, since what is one of few words is then written once a word and not once a row.
 */
export const lineSql = (format: TextFormat, columns: readonly string[], cells: readonly Sql[]): Sql =>
  format === 'csv' ? csvLine(cells) : jsonLine(columns, cells)

const csvLine = (cells: readonly Sql[]): Sql =>
  sql`concat(${join(
    cells.map((cell, at) => (at === 0 ? csvCell(cell) : sql`',', ${csvCell(cell)}`)),
    ', ',
  )}, '\\r\\n')`

/** A spreadsheet would run text that begins like a formula; a number below zero is none. */
function csvCell(cell: Sql): Sql {
  const begins = sql`substring(${cell}, 1, 1) IN ('=', '+', '-', '@', '\\t', '\\r')`
  const isFormula = sql`${begins} AND NOT match(${cell}, ${bind('String', PLAIN_NUMBER.source)})`
  const plain = sql`if(${isFormula}, concat('''', ${cell}), ${cell})`
  const isOpen = sql`match(${cell}, '[",\\\\r\\\\n]')`
  return sql`if(${isOpen}, concat('"', replaceAll(${plain}, '"', '""'), '"'), ${plain})`
}

/** Empty text is no value. */
function jsonLine(columns: readonly string[], cells: readonly Sql[]): Sql {
  const pairs = cells.map((cell, at) => {
    const column = columns[at] ?? ''
    const value = column === 'properties' ? cell : sql`if(${cell} = '', 'null', toJSONString(${cell}))`
    return sql`${bind('String', `${at === 0 ? '{' : ','}${JSON.stringify(column)}:`)}, ${value}`
  })
  return sql`concat(${join(pairs, ', ')}, '}\\n')`
}
