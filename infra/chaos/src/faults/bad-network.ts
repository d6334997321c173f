import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilStored } from '../wait.ts'

const BYTES = 20_000

/** The connection between the processors and the store is cut, bitten through in the middle of an insert, or held. */
export const badNetwork: Fault = {
  name: 'bad-network',
  about: 'the network to the store is cut, torn in the middle of an insert, or held',
  modes: ['kafka'],
  times: 20,
  async inflict(scene) {
    const { world, random, broken } = scene
    const { cable } = world
    if (!cable) return broken('there is a cable to cut')
    for (let time = 1; time <= scene.times; time++) {
      const since = performance.now()
      const what = random.pick(['cut', 'bite', 'hold'] as const)
      if (what === 'bite') cable.bite(random.between(1, BYTES))
      else cable[what]()
      await sleep(random.between(200, 2_500))
      cable.heal()
      await untilStored(scene, since)
      scene.say(`${time}/${scene.times} faults of the network`)
    }
  },
}
