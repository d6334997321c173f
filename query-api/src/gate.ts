/** So many questions at once, so many waiting, and no more: beyond, the asker is told to come back. */
import { QueryError } from './errors.ts'

export interface Gate {
  /** Runs `work` when it is its turn; rejects with `overloaded` when too many wait already. */
  pass<Result>(work: () => Promise<Result>): Promise<Result>
}

export function createGate(atOnce: number, waiting: number): Gate {
  const queue: (() => void)[] = []
  let running = 0
  const enter = async (): Promise<void> => {
    if (running < atOnce) return void running++
    if (queue.length >= waiting)
      throw new QueryError('overloaded', 'too many questions are waiting; try again')
    // Whoever leaves hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  const leave = (): void => {
    const next = queue.shift()
    if (next) next()
    else running--
  }
  return {
    async pass(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
