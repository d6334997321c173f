/** Prints what was measured, one table a choice. */
import { cpus } from 'node:os'
import { aligned } from '../table.ts'
import type { OfTable } from './order.ts'
import type { OfProperties } from './properties.ts'
import type { Fastest } from './table-of.ts'

export interface Measured {
  rows: number
  properties: readonly OfProperties[]
  orders: readonly OfTable[]
  codecs: readonly OfTable[]
}

export const reportOf = ({ rows, properties, orders, codecs }: Measured): string => `
${cpus().length} × ${cpus()[0]?.model}; ${rows.toLocaleString('en')} rows a table; questions in milliseconds, the best of five

${tableOf(
  'properties',
  properties.map(({ type, names, ...one }) => ({ what: `${type}, ${names} names`, ...one })),
)}

${tableOf('sort key', orders)}

${tableOf('codecs', codecs)}`

function tableOf(title: string, tables: readonly (OfTable & { failed?: string })[]): string {
  const asked = tables[0]?.questions.map(([question]) => question) ?? []
  const lines = tables.map(({ what, filling, bytesARow, questions, failed }) => [
    failed ? `${what} FAILED: ${failed}` : what,
    filling.toFixed(2),
    bytesARow.toFixed(1),
    ...questions.map(([, milliseconds]: Fastest) => milliseconds.toFixed(0)),
  ])
  return aligned([[title, 'CPU s/M filling', 'bytes/row', ...asked], ...lines])
}
