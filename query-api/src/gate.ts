/**
 * So many questions at once, so many waiting, for so long; beyond, the asker is told to come back. Projects take turns, and none
 * may fill every place or the whole queue, so that one analyst's questions never make all others wait.
 */
import { QueryError } from './errors.ts'

export interface Gate {
  /** Runs `work` when it is its project's turn; rejects with `overloaded` when too many wait, it took too long, or `gone` says so. */
  pass<Result>(project: string, work: () => Promise<Result>, gone?: AbortSignal): Promise<Result>
}

export interface GateOptions {
  atOnce: number
  waiting: number
  patienceMs: number
}

/** The share of all places, and of the queue, that one project may take while it is the only one: the rest is for newcomers. */
const SHARE = 3 / 4

interface Line {
  running: number
  queue: Set<() => void>
}

export function createGate({ atOnce, waiting, patienceMs }: GateOptions): Gate {
  // In the order in which they are to be served next.
  const lines = new Map<string, Line>()
  const mostRunning = Math.max(1, Math.floor(atOnce * SHARE))
  const mostWaiting = Math.ceil(waiting * SHARE)
  let [running, queued] = [0, 0]

  const enter = async (project: string, gone: AbortSignal | undefined): Promise<void> => {
    const line = lines.get(project) ?? { running: 0, queue: new Set() }
    lines.set(project, line)
    if (running < atOnce && line.running < mostRunning && line.queue.size === 0) return take(line)
    if (queued >= waiting || line.queue.size >= mostWaiting) {
      forget(project, line)
      throw overloaded()
    }
    const patience = AbortSignal.timeout(patienceMs)
    queued++
    try {
      await turn(line.queue, gone ? AbortSignal.any([gone, patience]) : patience)
    } finally {
      queued--
      forget(project, line)
    }
  }
  const take = (line: Line): void => {
    line.running++
    running++
  }
  const leave = (project: string): void => {
    const line = lines.get(project)
    running--
    if (line) {
      line.running--
      forget(project, line)
    }
    callNext()
  }
  const callNext = (): void => {
    for (const [project, line] of lines) {
      const [next] = line.queue
      if (!next || running >= atOnce || line.running >= mostRunning) continue
      // Whoever was served goes behind all others.
      lines.delete(project)
      lines.set(project, line)
      take(line)
      return next()
    }
  }
  const forget = (project: string, line: Line): void => {
    if (line.running === 0 && line.queue.size === 0) lines.delete(project)
  }
  return {
    async pass(project, work, gone) {
      await enter(project, gone)
      try {
        return await work()
      } finally {
        leave(project)
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
