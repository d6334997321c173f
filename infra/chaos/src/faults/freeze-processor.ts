import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilStored } from '../wait.ts'

/** Longer than the group waits for a member: its partitions go to another, and it wakes up believing they are its own. */
const FROZEN_MS = 20_000

export const freezeProcessor: Fault = {
  name: 'freeze-processor',
  about: `SIGSTOP of one of two processors for ${FROZEN_MS / 1000} s`,
  modes: ['kafka'],
  times: 3,
  async inflict(scene) {
    const { world } = scene
    await world.spare?.start()
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(4_000, 6_000))
      const victim = time % 2 === 0 ? world.spare : world.processors
      const since = performance.now()
      victim?.signal('SIGSTOP')
      await untilStored(scene, since)
      await sleep(Math.max(0, FROZEN_MS - (performance.now() - since)))
      victim?.signal('SIGCONT')
      scene.say(`${time}/${scene.times} freezes`)
    }
    await sleep(3_000)
  },
}
