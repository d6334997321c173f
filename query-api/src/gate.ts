/** So many questions at once, so many waiting, for so long; beyond, the asker is told to come back. */
import { QueryError } from './errors.ts'

export interface Gate {
  /** Runs `work` when it is its turn; rejects with `overloaded` when too many wait, it took too long, or `gone` says so. */
  pass<Result>(work: () => Promise<Result>, gone?: AbortSignal): Promise<Result>
}

export interface GateOptions {
  atOnce: number
  waiting: number
  patienceMs: number
}

export function createGate({ atOnce, waiting, patienceMs }: GateOptions): Gate {
  const queue = new Set<() => void>()
  let running = 0
  const enter = async (gone: AbortSignal | undefined): Promise<void> => {
    if (running < atOnce) return void running++
    if (queue.size >= waiting) throw overloaded()
    const patience = AbortSignal.timeout(patienceMs)
    // Whoever leaves hands its place over, so `running` stays as it is.
    await turn(queue, gone ? AbortSignal.any([gone, patience]) : patience)
  }
  const leave = (): void => {
    const [next] = queue
    if (next) next()
    else running--
  }
  return {
    async pass(work, gone) {
      await enter(gone)
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}

/** Stands in the queue until called, or until `end` says that waiting is over. */
function turn(queue: Set<() => void>, end: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const called = (): void => {
      queue.delete(called)
      end.removeEventListener('abort', gaveUp)
      resolve()
    }
    const gaveUp = (): void => {
      queue.delete(called)
      reject(overloaded())
    }
    if (end.aborted) return gaveUp()
    queue.add(called)
    end.addEventListener('abort', gaveUp, { once: true })
  })
}

const overloaded = (): QueryError => new QueryError('overloaded', 'too many questions are waiting; try again')
