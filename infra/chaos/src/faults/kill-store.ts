import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilStored } from '../wait.ts'

/** kill -9 of the store's process, often in the middle of an insert whose outcome nobody then knows. */
export const killStore: Fault = {
  name: 'kill-store',
  about: 'kill -9 of the store, at random',
  modes: ['kafka'],
  times: 20,
  async inflict(scene) {
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(100, 900))
      const since = performance.now()
      await scene.world.store?.kill()
      await scene.world.store?.start()
      await untilStored(scene, since, 60_000)
      scene.say(`${time}/${scene.times} kills`)
    }
  },
}
