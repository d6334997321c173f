/** Starts a server of `servers/` in a process of its own, so that the sender does not share its thread. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Contestant {
  url: string
  stop: () => Promise<void>
}

export async function startContestant(name: string): Promise<Contestant> {
  const child = fork(fileURLToPath(new URL(`./servers/${name}.js`, import.meta.url)), { stdio: 'inherit' })
  const [port] = (await once(child, 'message')) as [number]
  return {
    url: `http://127.0.0.1:${port}/v1/batch`,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
