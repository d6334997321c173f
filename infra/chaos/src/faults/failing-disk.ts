/** A disk that answers EIO: nothing is acknowledged that it did not keep, nothing crashes, and it goes on by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import { untilAcked, untilStored } from '../wait.ts'

const FAILING_MS = 2_000
/** How the log is flushed, which is when a disk tells of it, and how the store puts a part in its place; sockets use none of them. */
const LOG_CALLS = 'fdatasync,msync'
const STORE_CALLS = 'mkdir,rename,renameat2'

export const failingLog: Fault = {
  name: 'failing-disk-log',
  about: 'the disk of the log answers EIO (strace)',
  modes: ['standalone'],
  times: 20,
  async inflict(scene) {
    await failing(scene, LOG_CALLS, untilAcked)
    if (!scene.load.answers.has(503)) scene.broken('a client is answered 503 while the disk fails')
  },
}

export const failingStore: Fault = {
  name: 'failing-disk-store',
  about: 'the disk of the store answers EIO (strace)',
  modes: ['standalone'],
  times: 20,
  inflict: (scene) => failing(scene, STORE_CALLS, untilStored),
}

async function failing(
  scene: Scene,
  calls: string,
  well: (scene: Scene, since: number) => Promise<void>,
): Promise<void> {
  for (let time = 1; time <= scene.times; time++) {
    await sleep(scene.random.between(300, 900))
    const tracer = await failCalls(scene.world.ingest.pid, calls)
    await sleep(FAILING_MS)
    const since = performance.now()
    await letGo(tracer)
    if (!scene.world.ingest.isRunning) return scene.broken('the process outlives a failing disk')
    await well(scene, since)
    scene.say(`${time}/${scene.times} times failing`)
  }
}

/** Resolves once the calls of every thread of the process fail; rejects where they may not be touched. */
async function failCalls(pid: number, calls: string): Promise<ChildProcess> {
  const inject = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=EIO`]
  const tracer = spawn('strace', ['-f', '-o', '/dev/null', ...inject, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said] = (await Promise.race([once(tracer.stderr, 'data'), once(tracer, 'exit')])) as [unknown]
  if (!String(said).includes('attached')) throw new Error(`strace cannot attach: ${String(said)}`)
  return tracer
}

async function letGo(tracer: ChildProcess): Promise<void> {
  const ended = once(tracer, 'exit')
  tracer.kill('SIGINT')
  await ended
}
