/** Reads HTTP/1.1 answers whose length is stated, of one connection, as far as a sender has to know them: their status. */

const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: *(\d+)/i

/** Takes what the socket gives; `onAnswer` is told each answer that is whole. An answer without a length ends with its head. */
export function createAnswers(onAnswer: (status: number) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  const takeOne = (): boolean => {
    const headEnd = rest.indexOf(HEAD_END)
    if (headEnd < 0) return false
    const head = rest.toString('latin1', 0, headEnd)
    const end = headEnd + HEAD_END.length + Number(LENGTH.exec(head)?.[1] ?? 0)
    if (rest.length < end) return false
    rest = rest.subarray(end)
    // `HTTP/1.1 200 OK`
    onAnswer(Number(head.slice(9, 12)))
    return true
  }
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length > 0 && takeOne());
  }
}
