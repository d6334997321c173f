/** Runs code that may never end. */
import { Script } from 'node:vm'

type Held = { [WORK]?: (() => void) | undefined }
const WORK = Symbol.for('firefly.own-steps.work')
const held = globalThis as Held
/** A script is the one thing of Node's that has a limit of time; whatever it calls is under it too. */
const call = new Script(`globalThis[Symbol.for('firefly.own-steps.work')]()`)

/** `false` when `work` was cut off after `limitMs`, wherever it was; what it throws is thrown. About 50 µs a call. */
export function endsWithin(limitMs: number, work: () => void): boolean {
  held[WORK] = work
  try {
    call.runInThisContext({ timeout: limitMs })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  } finally {
    held[WORK] = undefined
  }
}
