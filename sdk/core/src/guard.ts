/** Keeps what goes wrong inside: it is reported, and the page goes on. */

/** Wraps a function so that it answers `fallback` instead of throwing. */
export type Guard = <Arguments extends unknown[], Result>(
  run: (...args: Arguments) => Result,
  fallback: Result,
) => (...args: Arguments) => Result

export const guardWith =
  (onError: (error: unknown) => void): Guard =>
  (run, fallback) =>
  (...args) => {
    try {
      return run(...args)
    } catch (error) {
      onError(error)
      return fallback
    }
  }
