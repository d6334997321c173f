/** Rows of a CSV or NDJSON file, plain or gzip, told by content and not by name; memory stays constant. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { createGunzip, gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse'
import type { Row } from './mapping.ts'

export interface FileRow {
  /** 1 for the first row of data. */
  number: number
  row: Row | undefined
}

export interface Source {
  rows: AsyncIterable<FileRow>
  totalBytes: number
  /** Bytes of the file read so far. */
  bytesRead: () => number
}

/** Opens `path`; a row that cannot be read comes as `undefined`, to be counted and passed over. */
export async function openSource(path: string): Promise<Source> {
  const { zipped, json } = await sniff(path)
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 })
  const plain: Readable = zipped ? pipeline(file, createGunzip(), passOn) : file
  return {
    rows: json ? jsonRows(plain) : csvRows(plain),
    totalBytes: (await stat(path)).size,
    bytesRead: () => file.bytesRead,
  }
}

/** A failure of any stream in the line reaches whoever reads the last one. */
const passOn = (): void => undefined

async function sniff(path: string): Promise<{ zipped: boolean; json: boolean }> {
  const handle = await open(path)
  const head = Buffer.alloc(4_096)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  await handle.close()
  const bytes = head.subarray(0, bytesRead)
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  const start = (zipped ? unzipHead(bytes) : bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  return { zipped, json: start.startsWith('{') }
}

/** A head cut in the middle is no error here. */
const unzipHead = (bytes: Buffer): Buffer => gunzipSync(bytes, { finishFlush: 2 })

async function* jsonRows(plain: Readable): AsyncGenerator<FileRow> {
  let number = 0
  for await (const line of createInterface({ input: plain, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    number++
    yield { number, row: parseLine(line) }
  }
}

function parseLine(line: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined
  } catch {
    return undefined
  }
}

async function* csvRows(plain: Readable): AsyncGenerator<FileRow> {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true, relax_column_count: true })
  let number = 0
  for await (const row of pipeline(plain, parser, passOn) as AsyncIterable<Row>) {
    number++
    yield { number, row }
  }
}
