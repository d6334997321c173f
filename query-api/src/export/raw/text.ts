/** Rows of an export as text that the engine makes: the same lines as those of `formats.ts`, without a value going through here. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { type Format, PLAIN_NUMBER } from '../formats.ts'

export type TextFormat = Exclude<Format, 'json'>

/** `cells` are the texts of the columns, in their order; those of `properties` are JSON already. */
export const lineSql = (format: TextFormat, columns: readonly string[], cells: readonly Sql[]): Sql =>
  format === 'csv' ? csvLine(cells) : jsonLine(columns, cells)

const listOf = (cells: readonly Sql[]): Sql => sql`[${join(cells, ', ')}]`

/** A spreadsheet would run text that begins like a formula; a number below zero is none. */
function csvLine(cells: readonly Sql[]): Sql {
  const isFormula = sql`substring(cell, 1, 1) IN ${bind('Array(String)', ['=', '+', '-', '@', '\t', '\r'])} AND NOT match(cell, ${bind('String', PLAIN_NUMBER.source)})`
  const plain = sql`arrayMap(cell -> if(${isFormula}, concat('''', cell), cell), ${listOf(cells)})`
  const isOpen = sql`match(cell, '[",\\\\r\\\\n]')`
  const quoted = sql`arrayMap(cell -> if(${isOpen}, concat('"', replaceAll(cell, '"', '""'), '"'), cell), ${plain})`
  return sql`concat(arrayStringConcat(${quoted}, ','), '\\r\\n')`
}

/** Empty text is no value. */
function jsonLine(columns: readonly string[], cells: readonly Sql[]): Sql {
  const names = columns.map((column, at) => `${at === 0 ? '{' : ','}${JSON.stringify(column)}:`)
  const ready = columns.map((column) => Number(column === 'properties'))
  return sql`concat(arrayStringConcat(arrayMap((name, isReady, cell) ->
    concat(name, multiIf(isReady = 1, cell, cell = '', 'null', toJSONString(cell))),
    ${bind('Array(String)', names)}, ${bind('Array(UInt64)', ready)}, ${listOf(cells)})), '}\\n')`
}
