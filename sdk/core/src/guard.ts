/** Keeps what goes wrong inside: it is reported, and the page goes on. */
import type { Reporter } from './report.ts'

/** Wraps a function so that it answers undefined instead of throwing. */
export type Guard = <Arguments extends unknown[], Result>(
  run: (...args: Arguments) => Result,
) => (...args: Arguments) => Result | undefined

export const guardWith =
  (report: Reporter, where: string): Guard =>
  (run) =>
  (...args) => {
    try {
      return run(...args)
    } catch (error) {
      report({ kind: 'failed', where, error })
      return undefined
    }
  }
