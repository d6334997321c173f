/**
 * A small shell that stays, and starts programs for us: a process that holds much memory stands still while it is copied to
 * start another, 25 ms at 450 MB.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export interface Shell {
  /** The next line that it writes; `127` where there is no shell. Rejects when it ends before, or does not answer in time. */
  ask(lines: string): Promise<string>
  readonly isAlive: boolean
  end(): void
}

interface Asked {
  resolve: (line: string) => void
  reject: (error: Error) => void
}

const LONGEST_MS = 10_000
const NONE = '127 there is no shell'

/** It ends with us, however we end: nothing more can be read then. */
export function startShell(script: string, cwd: string): Shell {
  const child = spawn('sh', ['-c', script], {
    cwd,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const asked: Asked[] = []
  let end: Error | undefined
  const ended = (error: Error): void => {
    end ??= error
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    for (const { resolve, reject } of asked.splice(0))
      if (isMissing) resolve(NONE)
      else reject(error)
  }
  createInterface(child.stdout).on('line', (line) => {
    asked.shift()?.resolve(line)
    if (asked.length === 0) keepsUp(child, false)
  })
  child.on('error', ended).on('exit', () => ended(new Error('the shell has ended')))
  child.stdin.on('error', ended)
  keepsUp(child, false)
  return {
    get isAlive() {
      return end === undefined
    },
    async ask(lines) {
      if (end) throw end
      keepsUp(child, true)
      const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
      const answered = new Promise<string>((resolve, reject) => asked.push({ resolve, reject }))
      child.stdin.write(lines)
      return answered.finally(() => clearTimeout(late))
    },
    end: () => void child.stdin.end(),
  }
}

/** Whether our process stays for it: only while it is asked something. */
function keepsUp(child: ChildProcessByStdio<Writable, Readable, null>, stays: boolean): void {
  for (const each of [child, child.stdin as Socket, child.stdout as Socket])
    if (stays) each.ref()
    else each.unref()
}
