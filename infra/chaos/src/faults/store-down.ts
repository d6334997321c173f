import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilStored } from '../wait.ts'

const DOWN_MS = 300_000

/** No store for a while: events are still accepted, and wait in the log. */
export const storeDown: Fault = {
  name: 'store-down',
  about: `no ClickHouse for ${DOWN_MS / 1000} s`,
  modes: ['kafka'],
  times: 1,
  async inflict(scene) {
    const { world, load, broken } = scene
    for (let time = 1; time <= scene.times; time++) {
      await sleep(2_000)
      await world.store?.kill()
      const before = load.acknowledged
      await sleep(DOWN_MS)
      if (load.acknowledged === before) broken('events are accepted while there is no store')
      const since = performance.now()
      await world.store?.start()
      await untilStored(scene, since)
      scene.say(`${time}/${scene.times} outages`)
    }
  },
}
