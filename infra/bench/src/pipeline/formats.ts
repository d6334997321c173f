/** The formats that rows could leave in; only two of them are used by the product, the others are here to be compared. */
import {
  type EventColumn,
  type EventRow,
  eventBlock,
  eventColumns,
  eventLines,
} from '@firefly/clickhouse/tables/events'

export type Encode = (rows: readonly EventRow[]) => Uint8Array

const TIMES: ReadonlySet<EventColumn> = new Set<EventColumn>(['time', 'received_at'])
const clock = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')
const shown = (row: EventRow, column: EventColumn): unknown =>
  TIMES.has(column) ? clock(row[column] as number) : row[column]

const jsonEachRow: Encode = (rows) =>
  Buffer.from(
    rows
      .map((row) => JSON.stringify(Object.fromEntries(eventColumns.map((name) => [name, shown(row, name)]))))
      .join('\n'),
  )

const jsonColumns: Encode = (rows) =>
  Buffer.from(
    JSON.stringify(
      Object.fromEntries(eventColumns.map((name) => [name, rows.map((row) => shown(row, name))])),
    ),
  )

/** Grows by doubling, as what it is compared with does. */
function rowBinary(rows: readonly EventRow[]): Uint8Array {
  let bytes = Buffer.allocUnsafe(1 << 20)
  let at = 0
  const room = (more: number): void => {
    if (at + more <= bytes.length) return
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.allocUnsafe(Math.max(bytes.length, more))])
  }
  const varint = (value: number): void => {
    let rest = value
    for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128
    bytes[at++] = rest
  }
  const text = (value: string): void => {
    const length = Buffer.byteLength(value)
    room(length + 5)
    varint(length)
    at += bytes.write(value, at)
  }
  const put = (row: EventRow, name: EventColumn): void => {
    room(16)
    if (TIMES.has(name) || name === 'log_offset') at = bytes.writeBigInt64LE(BigInt(row[name] as number), at)
    else if (name === 'is_clamped' || name === 'is_bot') bytes[at++] = row[name]
    else if (name === 'log_partition' || name === 'place') at = bytes.writeUInt16LE(row[name], at)
    else if (name !== 'properties') text(row[name] as string)
    else {
      const pairs = Object.entries(row.properties)
      varint(pairs.length)
      for (const pair of pairs) pair.forEach(text)
    }
  }
  for (const row of rows) for (const name of eventColumns) put(row, name)
  return bytes.subarray(0, at)
}

export const FORMATS: Readonly<Record<string, Encode>> = {
  JSONEachRow: jsonEachRow,
  JSONCompactEachRow: eventLines,
  JSONColumns: jsonColumns,
  RowBinary: rowBinary,
  Native: eventBlock,
}
