/** Counts the lines of an export as they pass, and whether the last one says that nothing is missing. */

export interface Tally {
  lines: number
  isWhole: boolean
}

export const counted = (tally: Tally) =>
  async function* (chunks: AsyncIterable<string>): AsyncGenerator<string> {
    let rest = ''
    for await (const chunk of chunks) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      tally.lines += lines.length
      const last = lines.at(-1)
      if (last !== undefined) tally.isWhole = last.startsWith('{"kind":"end"')
      yield chunk
    }
    if (rest !== '') tally.isWhole = false
  }
