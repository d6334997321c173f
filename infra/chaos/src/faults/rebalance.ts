import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilStored } from '../wait.ts'

/** A second member comes and goes, asked or killed, so that partitions change hands under load. */
export const rebalance: Fault = {
  name: 'rebalance',
  about: 'a second processor comes and goes every few seconds',
  modes: ['kafka'],
  times: 20,
  async inflict(scene) {
    const { world, random } = scene
    for (let time = 1; time <= scene.times; time++) {
      const since = performance.now()
      if (world.spare?.isRunning) await world.spare.end(time % 4 === 0 ? 'SIGKILL' : 'SIGTERM')
      else await world.spare?.start()
      await untilStored(scene, since)
      await sleep(random.between(500, 2_500))
      scene.say(`${time}/${scene.times} rebalances`)
    }
  },
}
