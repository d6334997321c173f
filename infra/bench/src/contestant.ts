/** Starts a server of `servers/` in a process of its own, so that the sender does not share its thread. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Cost } from './servers/report.ts'

export interface Contestant {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string
  /** What the process has cost since it began. */
  cost: () => Promise<Cost>
  stop: () => Promise<void>
}

export async function startContestant(name: string): Promise<Contestant> {
  const child = fork(fileURLToPath(new URL(`./servers/${name}.js`, import.meta.url)), { stdio: 'inherit' })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    origin: `http://127.0.0.1:${port}`,
    async cost() {
      const answered = once(child, 'message') as Promise<[{ cost: Cost }]>
      child.send('cost')
      return (await answered)[0].cost
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
