/** Starts parts in order and stops them in reverse, once, whatever asks for it. */
import type { Logger } from './telemetry.ts'

/** Something that was started and can be stopped; stopping is given a name for the log. */
export interface Part {
  name: string
  stop: () => Promise<void>
}

export interface Lifecycle {
  /** Remembers a started part. */
  started(part: Part): void
  /** Stops all parts, last first; later calls wait for the first. Gives the exit code. */
  stop(): Promise<number>
  /** Something that cannot be done without has failed: stops and exits with 1, as for an error nobody caught. */
  fail(reason: string, error: unknown): void
  /** Stops and exits on SIGINT, SIGTERM, or an error nobody caught; a second signal exits at once. */
  exitOnSignals(): void
}

const DRAIN_LIMIT_MS = 10_000
const SAME_SIGNAL_MS = 1_000

export function createLifecycle(log: Logger): Lifecycle {
  const parts: Part[] = []
  let stopping: Promise<number> | undefined
  const stopAll = async (): Promise<number> => {
    let code = 0
    for (const part of parts.toReversed()) if (!(await stopOne(part, log))) code = 1
    return code
  }
  const stop = (): Promise<number> => (stopping ??= stopAll())
  let askedAt = 0
  const exit = (reason: string, failure?: unknown): void => {
    // One Ctrl-C reaches a process twice when whoever started it passes it on as well.
    if (stopping && Date.now() - askedAt < SAME_SIGNAL_MS) return
    if (stopping) process.exit(1)
    askedAt = Date.now()
    if (failure) log.fatal({ err: failure }, reason)
    else log.info(reason)
    void stop().then((code) => process.exit(failure ? 1 : code))
  }
  return {
    started: (part) => void parts.push(part),
    stop,
    fail: (reason, error) => exit(reason, error ?? new Error('unknown')),
    exitOnSignals() {
      process.on('SIGINT', () => exit('interrupted; draining'))
      process.on('SIGTERM', () => exit('asked to stop; draining'))
      process.on('uncaughtException', (error) => exit('an error nobody caught', error))
      process.on('unhandledRejection', (error) =>
        exit('a rejection nobody caught', error ?? new Error('unknown')),
      )
    },
  }
}

/** A part that hangs must not keep the others from stopping. */
async function stopOne(part: Part, log: Logger): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not stop within ${DRAIN_LIMIT_MS} ms`)), DRAIN_LIMIT_MS)
  })
  try {
    await Promise.race([part.stop(), late])
    return true
  } catch (error) {
    log.error({ err: error, part: part.name }, 'a part did not stop cleanly')
    return false
  } finally {
    clearTimeout(timer)
  }
}
