/** The server as a process of its own, for those who want to kill it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface StoreProcess {
  url: string
  process: ChildProcess
  /** Resolves once it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** Resolves once it listens; the same `port` again finds the same address. */
export async function startStoreProcess(data: string, port = 0): Promise<StoreProcess> {
  const child = spawn(process.execPath, [MAIN, '--data', data, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const url = await Promise.race([
    addressOf(child),
    ended.then(([code]) =>
      Promise.reject(new Error(`the store ended with ${String(code)} before it listened`)),
    ),
  ])
  return {
    url,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    const url = /http:\/\/[\d.:]+/.exec(printed)?.[0]
    if (url) return url
  }
  throw new Error(`no address was printed:\n${printed}`)
}
