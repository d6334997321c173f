/** Progress: a line that changes on a terminal, plain lines now and then elsewhere. */
import { expect, test } from 'vitest'
import { createReporter, lineOf } from './progress.ts'

function watch(isTTY: boolean): {
  text: () => string
  at: (seconds: number, rows: number) => void
  note: () => void
} {
  let [now, text] = [0, '']
  const out = { isTTY, write: (part: string) => ((text += part), true) } as unknown as NodeJS.WriteStream
  const reporter = createReporter(out, () => now)
  return {
    text: () => text,
    at: (seconds, rows) => {
      now = seconds * 1000
      reporter.report({ rows, bytesRead: rows, totalBytes: 1_000 })
    },
    note: () => reporter.note('line 3: wrong'),
  }
}

test('a line says how much is done, how fast, and how long it will take', () => {
  expect(lineOf({ rows: 23_000, bytesRead: 25, totalBytes: 100 }, 2)).toBe(
    '[=======                     ] 25 %  23,000 rows  11,500 rows/s  6 s left',
  )
  expect(lineOf({ rows: 0, bytesRead: 0, totalBytes: 0 }, 0)).toContain('100 %')
})

test('elsewhere than on a terminal a line is written every few seconds and nothing is overwritten', () => {
  const { text, at, note } = watch(false)
  for (const seconds of [0, 1, 2, 3, 3.5, 6.5]) at(seconds, seconds * 100)
  note()
  expect(text().split('\n')).toHaveLength(4)
  expect(text()).not.toContain('\r')
})

test('on a terminal the line changes in place, and a note does not stay mixed with it', () => {
  const { text, at, note } = watch(true)
  at(1, 100)
  note()
  at(2, 200)
  expect(text().split('\r\u001B[K')).toHaveLength(4)
  expect(text()).toContain('\r\u001B[Kline 3: wrong\n\r\u001B[K[')
})
