/** Starts a server of `servers/` in a process of its own, so that the sender does not share its thread. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '@firefly/e2e/launch'
import type { Cost } from './servers/report.ts'

export interface Contestant {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string
  /** What the process has cost since it began. */
  cost: () => Promise<Cost>
  stop: () => Promise<void>
}

/** `before`: a program and its arguments that run Node, such as `taskset -c 0`. */
export async function startContestant(name: string, before: readonly string[] = []): Promise<Contestant> {
  const [execPath, ...execArgv] = [...before, process.execPath, ...NODE_FLAGS]
  const program = fileURLToPath(new URL(`./servers/${name}.js`, import.meta.url))
  const child = fork(program, { stdio: 'inherit', execPath, execArgv })
  const [{ port }] = (await Promise.race([once(child, 'message'), diedOf(child, name)])) as [{ port: number }]
  return {
    origin: `http://127.0.0.1:${port}`,
    async cost() {
      const answered = once(child, 'message') as Promise<[{ cost: Cost }]>
      child.send('cost')
      return (await answered)[0].cost
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function diedOf(child: ReturnType<typeof fork>, name: string): Promise<never> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  throw new Error(`${name} ended with ${signal ?? code} before it listened`)
}
