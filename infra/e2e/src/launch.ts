/** Starts Firefly in a process of its own, and stops it as a person or a crash would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface Running {
  url: string
  writeKey: string
  secretKey: string
  data: string
  /** All that was printed so far. */
  printed: () => string
  /** Sends a signal and resolves with the exit code, or the signal's name when it died of it. */
  stop: (signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals>
  process: ChildProcess
}

const MAIN = fileURLToPath(new URL('../../standalone/dist/main.js', import.meta.url))
/** What `npm start` runs: it installs and builds first. */
export const START = fileURLToPath(new URL('../../bootstrap/start.mjs', import.meta.url))
/** As `npm start` has them. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=32']
const START_LIMIT_MS = 120_000

export const emptyFolder = (): string => mkdtempSync(`${tmpdir()}/firefly-e2e-`)

/** Resolves once the console's address is printed; rejects with what was printed when the start fails. */
export async function launch(
  data = emptyFolder(),
  settings: Record<string, string> = {},
  program = MAIN,
): Promise<Running> {
  const env = { ...process.env, FIREFLY_PORT: '0', FIREFLY_DATA: data, ...settings }
  const child = spawn(process.execPath, [...NODE_FLAGS, program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      text += chunk.toString()
      if (text.includes('Ctrl-C')) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void ended.then(([code]) => reject(new Error(`ended with ${code} before it was ready:\n${text}`)))
    setTimeout(
      () => reject(new Error(`not ready after ${START_LIMIT_MS} ms:\n${text}`)),
      START_LIMIT_MS,
    ).unref()
  })
  await ready
  const { FIREFLY_WRITE_KEY, FIREFLY_SECRET_KEY } = settings
  return {
    url: found(text, /(?:Console\s+|, at )(http:\/\/[^/\s]+?)[/.\s](?!\d)/),
    // One process of several prints no keys.
    writeKey: FIREFLY_WRITE_KEY ?? found(text, /Write key\s+(\S+)/),
    secretKey: FIREFLY_SECRET_KEY ?? found(text, /Secret key\s+(\S+)/),
    data,
    printed: () => text,
    process: child,
    async stop(signal = 'SIGINT') {
      child.kill(signal)
      const [code, killer] = await ended
      return killer ?? code ?? -1
    },
  }
}

function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1]
  if (value === undefined) throw new Error(`not printed: ${pattern}\n${text}`)
  return value
}
