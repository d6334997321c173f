/** What a file is, told by its first bytes and not by its name. */
import { open } from 'node:fs/promises'
import { constants, gunzipSync } from 'node:zlib'

export type Kind = { zipped: boolean } & ({ format: 'ndjson' } | { format: 'csv'; delimiter: string })

const HEAD_BYTES = 64 * 1024

/** Files that people try and that cannot be read, by how they begin, and what to do instead. */
const UNREADABLE: readonly [magic: readonly number[], advice: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'is a ZIP archive or an Excel workbook; unpack it, or save it as CSV'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with Zstandard; unpack it first'],
  [[0x42, 0x5a, 0x68], 'is compressed with bzip2; unpack it first'],
  [[0xff, 0xfe], 'is UTF-16 text; save it as UTF-8'],
  [[0xfe, 0xff], 'is UTF-16 text; save it as UTF-8'],
]

/** Reads the first 64 KB of `path`. Throws, with advice, when it is neither CSV nor NDJSON, plain or gzip. */
export async function sniff(path: string): Promise<Kind> {
  return kindOf(await headOf(path), path)
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

export function kindOf(head: Buffer, path: string): Kind {
  const zipped = head[0] === 0x1f && head[1] === 0x8b
  const plain = zipped ? unzipHead(head, path) : head
  const wrong = UNREADABLE.find(([magic]) => magic.every((byte, at) => plain[at] === byte))
  if (wrong) throw new Error(`${path} ${wrong[1]}`)
  const text = plain
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (text.startsWith('['))
    throw new Error(`${path} is one JSON list; expected one object a line (jq -c '.[]' makes that)`)
  return text.startsWith('{')
    ? { zipped, format: 'ndjson' }
    : { zipped, format: 'csv', delimiter: delimiterOf(text) }
}

/** A head cut in the middle is no error here. */
function unzipHead(head: Buffer, path: string): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch (cause) {
    throw new Error(`${path} begins like gzip and is not`, { cause })
  }
}

/** What stands between the names of the columns most often; a comma when nothing does. */
function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? ''
  const count = (mark: string): number => header.split(mark).length
  return [',', '\t', ';', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}
