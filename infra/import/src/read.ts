/** Rows of a CSV or NDJSON file, plain or gzip, in constant memory. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { csvRows } from './csv.ts'
import { linesOf } from './lines.ts'
import type { Row } from './mapping.ts'
import { ndjsonRows } from './ndjson.ts'
import { sniff } from './sniff.ts'

/** One row of the file, or what is wrong with it. */
export interface FileRow {
  /** 1 for the first row of data, whether it can be read or not. */
  number: number
  /** Line of the file on which it begins. */
  line: number
  row?: Row
  fault?: string
}

export interface Source {
  format: 'csv' | 'ndjson'
  rows: AsyncIterable<FileRow>
  totalBytes: number
  /** Bytes of the file read so far. */
  bytesRead: () => number
}

/**
 * Opens `path`. Throws when it is no such file; reading the rows fails when the file does (a gzip that is cut off, say) and
 * when `onColumns`, told of a CSV file's columns before its rows, throws.
 */
export async function openSource(
  path: string,
  onColumns: (columns: readonly string[]) => void,
): Promise<Source> {
  const kind = await sniff(path)
  const { bytes, bytesRead } = kind.zipped ? unzipped(path) : plain(path)
  const lines = linesOf(bytes)
  return {
    format: kind.format,
    rows: kind.format === 'csv' ? csvRows(lines, kind.delimiter, onColumns) : ndjsonRows(lines),
    totalBytes: (await stat(path)).size,
    bytesRead,
  }
}

interface Bytes {
  bytes: AsyncIterable<Buffer>
  bytesRead: () => number
}

function plain(path: string): Bytes {
  const file = createReadStream(path)
  return { bytes: file, bytesRead: () => file.bytesRead }
}

/** What is unpacked counts as read; the file itself is read far ahead of that. */
function unzipped(path: string): Bytes {
  const gunzip = createGunzip()
  // The callback keeps a failure of the file from being nobody's: it reaches whoever reads the unpacked bytes.
  pipeline(createReadStream(path), gunzip, () => undefined)
  return { bytes: gunzip, bytesRead: () => gunzip.bytesWritten }
}
