import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import { FAILPOINTS } from '../plan-of-victim.ts'
import { untilStored } from '../wait.ts'

const DIES_WITHIN_MS = 15_000

/** Every fifth time at random, otherwise at one of the points where exactly once is decided. */
export const killProcessor: Fault = {
  name: 'kill-processor',
  about: `kill -9 of the processors, at random and ${FAILPOINTS.join(', ')}`,
  modes: ['standalone', 'kafka'],
  times: 60,
  async inflict(scene) {
    for (let time = 1; time <= scene.times; time++) {
      const since = await (time % 5 === 0 ? killAtRandom(scene) : killAtPoint(scene, time))
      await scene.world.processors.start()
      await untilStored(scene, since)
      scene.say(`${time}/${scene.times} kills`)
    }
  },
}

async function killAtRandom({ world, random }: Scene): Promise<number> {
  await sleep(random.between(100, 900))
  await world.processors.end('SIGKILL')
  return performance.now()
}

/** The process is started anew with the plan to die, since plans are read at the start. */
async function killAtPoint({ world, random, broken }: Scene, time: number): Promise<number> {
  await world.processors.end('SIGTERM')
  const at = FAILPOINTS[time % FAILPOINTS.length] ?? 'after-intent'
  await world.processors.start({ failpoint: { at, chunk: random.between(1, 4) } }).catch(() => undefined)
  const dead = await Promise.race([world.processors.died().then(() => true), sleep(DIES_WITHIN_MS, false)])
  if (!dead) broken(`the failpoint ${at} is reached within ${DIES_WITHIN_MS / 1000} s`)
  if (world.processors.isRunning) await world.processors.end('SIGKILL')
  return performance.now()
}
