/** The Node flavour: a process of its own that can be killed, and a folder that outlives it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Device, Flavour } from '../device.ts'
import { SERVER_LACKS } from './lacks.ts'
import type { Asked } from './server-program.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/flavours/server-program.js', import.meta.url))

export const node: Flavour = {
  name: 'node',
  platform: 'server',
  lacks: SERVER_LACKS,
  speed: 1,
  open: () => Promise.resolve(openServer()),
}

function openServer(): Device {
  const home = mkdtempSync(join(tmpdir(), 'firefly-conformance-'))
  const folder = join(home, 'queue')
  let program: ChildProcess | undefined

  const ask = async (asked: Asked): Promise<void> => {
    const child = program as ChildProcess
    const gaveUp = new AbortController()
    const { signal } = gaveUp
    const answered = once(child, 'message', { signal })
    const ended = once(child, 'exit', { signal }).then(() => [{ error: 'the program has ended' }])
    child.send(asked)
    const [answer] = (await Promise.race([answered, ended])) as [{ error?: string }]
    gaveUp.abort()
    for (const one of [answered, ended]) one.catch(() => undefined)
    if (answer.error !== undefined) throw new Error(answer.error)
  }
  const end = async (how: 'SIGKILL' | 'exit'): Promise<void> => {
    if (!program || program.exitCode !== null || program.signalCode !== null) return
    const gone = once(program, 'exit')
    if (how === 'exit') program.send({ exit: true } satisfies Asked)
    else program.kill(how)
    await gone
  }
  const unable = (): Promise<never> => Promise.reject(new Error('a server cannot do that'))
  return {
    start(options, storage) {
      program = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
      // Below a file no folder can be made.
      return ask({ start: { ...options, folder: storage === 'full' ? `${PROGRAM}/none` : folder } })
    },
    call: (verb, args, times) => ask({ verb, args, ...(times !== undefined && { times }) }),
    network: unable,
    background: unable,
    foreground: unable,
    close: () => end('exit'),
    crash: () => end('SIGKILL'),
    pass: unable,
    kept: () => Promise.resolve(textsIn(folder)),
    async dispose() {
      await end('SIGKILL')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What the next start would find. Files may go while they are looked at. */
function textsIn(folder: string): string {
  try {
    return readdirSync(folder)
      .filter((file) => !file.endsWith('.part'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n')
  } catch {
    return ''
  }
}
