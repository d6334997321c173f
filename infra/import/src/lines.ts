/** Text lines of a stream of bytes, in constant memory. */
import { StringDecoder } from 'node:string_decoder'

export interface Line {
  /** 1 for the first of the file. */
  number: number
  /** Without its line feed; `undefined` when it is longer than allowed. */
  text: string | undefined
}

/** Longest line, in UTF-16 units: far more than an event may have. */
export const LONGEST_LINE = 1024 * 1024

/** Splits at line feeds; a byte order mark is left out. Fails when the stream fails. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, longest = LONGEST_LINE): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8')
  let number = 1
  let rest = ''
  let tooLong = false
  const line = (text: string): Line => ({
    number: number++,
    text: tooLong || text.length > longest ? undefined : text,
  })
  for await (const chunk of bytes) {
    const parts = (rest + decoder.write(chunk)).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      yield line(withoutMark(part, number))
      tooLong = false
    }
    if (rest.length > longest) [rest, tooLong] = ['', true]
  }
  rest += decoder.end()
  if (rest !== '' || tooLong) yield line(withoutMark(rest, number))
}

const withoutMark = (text: string, number: number): string =>
  number === 1 ? text.replace(/^\uFEFF/, '') : text
