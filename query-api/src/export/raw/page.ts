/** A page of an export as the engine gives it: rows of RowBinary, each an instant, an id and a line. */
import type { PageRow } from './sql.ts'

/** The lines are views of the page's own bytes. */
export function pageRows(page: Uint8Array): PageRow<Uint8Array>[] {
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.length)
  const rows: PageRow<Uint8Array>[] = []
  let at = 0
  const text = (): Buffer => {
    let [length, shift] = [0, 1]
    for (let byte = 128; byte >= 128; shift *= 128) {
      byte = bytes[at++] ?? 0
      length += (byte & 127) * shift
    }
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const instant = bytes.readDoubleLE(at)
    at += 8
    const id = text().toString()
    rows.push({ at: instant, id, row: text() })
  }
  return rows
}
