/**
 * A JavaScript engine of its own without a browser or Node around it, as mini-programs and React Native apps run in:
 * its clock is faster than ours, and when it ends, nothing of it goes on.
 */
import { createContext, runInContext, Script } from 'node:vm'
import { revive } from '../odd.ts'
import type { Value } from '../scenario.ts'

export interface Realm {
  /** False once it has ended: what it still asks of its device is not done. */
  readonly isAlive: boolean
  /** Runs code in it; answers what the code evaluates to. */
  run: (code: string | Script) => unknown
  /** Hands something of ours over to it, by a global name. */
  give: (name: string, value: unknown) => void
  /** Calls `target.verb(…args)` so often in one go. */
  call: (target: string, verb: string, args: readonly Value[], times?: number) => unknown
  end: () => void
}

/** Milliseconds that a device's clock is ahead, beside running `speed` times as fast. */
export interface Clock {
  ahead: number
  speed: number
}

export function createRealm(clock: Clock): Realm {
  const timers = new Set<NodeJS.Timeout>()
  let isAlive = true
  const context = createContext({
    console: { warn: () => undefined, log: () => undefined, error: () => undefined },
    setTimeout(run: () => void, ms = 0) {
      if (!isAlive) return undefined
      const timer = setTimeout(() => timers.delete(timer) && run(), ms / clock.speed)
      timers.add(timer)
      return timer
    },
    clearTimeout(timer: NodeJS.Timeout | undefined) {
      if (timer && timers.delete(timer)) clearTimeout(timer)
    },
  })
  const run = (code: string | Script): unknown =>
    typeof code === 'string' ? runInContext(code, context) : code.runInContext(context)
  const give = (name: string, value: unknown): void => {
    context[name] = value
  }
  const began = Date.now()
  give('deviceTime', () => began + (Date.now() - began) * clock.speed + clock.ahead)
  run('Date.now = deviceTime')
  run(String(revive))
  return {
    get isAlive() {
      return isAlive
    },
    run,
    give,
    call: (target, verb, args, times) => run(callCode(target, verb, args, times)),
    end() {
      isAlive = false
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Code that calls a verb once, or so often in one go with `-0`, `-1` … after its first argument. */
export function callCode(target: string, verb: string, args: readonly Value[], times?: number): string {
  const revived = `revive(${JSON.stringify(args)})`
  const name = `${target}[${JSON.stringify(verb)}]`
  if (times === undefined) return `${name}(...${revived})`
  return `{ for (let n = 0; n < ${times}; n++) { const [first, ...rest] = ${revived}; ${name}(first + '-' + n, ...rest) } }`
}

/** A CommonJS module's text as a script that leaves its exports in the global `name`. */
export const asScript = (text: string, name: string): Script =>
  new Script(`var ${name} = (() => {
    const module = { exports: {} }, exports = module.exports
    ${text}
    ;return module.exports
  })()`)
