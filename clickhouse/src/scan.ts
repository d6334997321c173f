/** Cuts a stream of RowBinary bytes into whole rows of 64-bit numbers. */
import { type Sql, statement } from './sql.ts'

const NUMBER_BYTES = 8

/** Gives a sink for bytes cut anywhere; `onRows` gets whole rows of `columns` numbers. */
export function wholeRows(
  columns: number,
  onRows: (numbers: BigUint64Array) => void,
): (bytes: Uint8Array) => void {
  const width = columns * NUMBER_BYTES
  let rest = new Uint8Array(0)
  return (bytes) => {
    // A copy that starts at its own buffer's beginning, since 64-bit views need aligned memory.
    const joined = new Uint8Array(rest.length + bytes.length)
    joined.set(rest)
    joined.set(bytes, rest.length)
    const end = joined.length - (joined.length % width)
    rest = joined.slice(end)
    if (end > 0) onRows(new BigUint64Array(joined.buffer, 0, end / NUMBER_BYTES))
  }
}

/** Streaming takes no parameters; one in here is a mistake of ours. */
export function withoutParams(select: Sql): string {
  const { sql, params } = statement(select)
  if (Object.keys(params).length > 0) throw new Error('a scan takes no bound parameters')
  return sql
}
