/** Says how far the import is: one line that changes on a terminal, a line every few seconds elsewhere. */

export interface Progress {
  rows: number
  bytesRead: number
  totalBytes: number
}

export interface Reporter {
  report(progress: Progress): void
  /** Says something else in between. */
  note(line: string): void
  end(): void
}

const BAR = 28
const TERMINAL_EVERY_MS = 100
const PLAIN_EVERY_MS = 3_000
const CLEAR = '\r\u001B[K'

/** The part of a terminal or of any other output that this needs. */
export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

export function createReporter(out: Output, now: () => number = Date.now): Reporter {
  const started = now()
  let last = out.isTTY ? 0 : started
  const clear = out.isTTY ? CLEAR : ''
  return {
    report(progress) {
      if (now() - last < (out.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS)) return
      last = now()
      const line = lineOf(progress, (last - started) / 1000)
      out.write(out.isTTY ? `${CLEAR}${line}` : `${line}\n`)
    },
    note: (line) => void out.write(`${clear}${line}\n`),
    end: () => void out.write(clear),
  }
}

/** `[=====     ] 42 %  23,000 rows  11,500 rows/s  4 s left` */
export function lineOf({ rows, bytesRead, totalBytes }: Progress, seconds: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, bytesRead / totalBytes)
  const filled = Math.round(share * BAR)
  const bar = '='.repeat(filled).padEnd(BAR)
  const left = share > 0 ? Math.ceil((seconds / share) * (1 - share)) : 0
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0
  return `[${bar}] ${Math.floor(share * 100)} %  ${rows.toLocaleString('en')} rows  ${rate.toLocaleString('en')} rows/s  ${left} s left`
}
