/** The next segment, made while the one before it still takes records, so that no append waits for the disk to give room. */
import type { Segment } from './segment.ts'

export interface Ahead {
  /** Makes it unless it is there or being made; one that could not be made is tried again after a while. */
  begin(): void
  /** The one that was made, or one made now; rejects when it cannot be made. */
  take(): Promise<Segment>
  /** Waits for it and removes it. */
  drop(): Promise<void>
}

export function createAhead(make: () => Promise<Segment>, askAgainMs: number): Ahead {
  let next: Promise<Segment> | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  const start = (): Promise<Segment> => {
    const making = make()
    next = making
    making.catch(() => {
      next = undefined
      failedAt = performance.now()
    })
    return making
  }
  return {
    begin() {
      if (!next && performance.now() - failedAt >= askAgainMs) void start()
    },
    async take() {
      const made = await (next ?? start())
      next = undefined
      return made
    },
    async drop() {
      const made = await next?.catch(() => undefined)
      next = undefined
      await made?.drop()
    },
  }
}
