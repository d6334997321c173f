/** Lets readers sleep until something is appended, without asking again and again. */

export interface Wake {
  /** Resolves at the next `wakeAll`, after `waitMs`, or when `signal` aborts, whichever comes first. */
  next(waitMs: number, signal: AbortSignal): Promise<void>
  wakeAll(): void
}

export function createWake(): Wake {
  const sleepers = new Set<() => void>()
  return {
    next: (waitMs, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          sleepers.delete(finish)
          signal.removeEventListener('abort', finish)
          resolve()
        }
        const timer = setTimeout(finish, signal.aborted ? 0 : waitMs)
        signal.addEventListener('abort', finish, { once: true })
        sleepers.add(finish)
      }),
    wakeAll() {
      for (const finish of sleepers) finish()
    },
  }
}
