/** Lets those who wait for a change look again. */

export interface Bell {
  /** Resolves the next time it is rung. */
  rung(): Promise<void>
  ring(): void
}

export function createBell(): Bell {
  let waiting: (() => void)[] = []
  return {
    rung: () => new Promise((resolve) => void waiting.push(resolve)),
    ring() {
      const all = waiting
      waiting = []
      for (const resolve of all) resolve()
    },
  }
}
