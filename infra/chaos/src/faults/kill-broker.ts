import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilAcked } from '../wait.ts'

/** kill -9 of the only broker, which then comes back on the same data. */
export const killBroker: Fault = {
  name: 'kill-broker',
  about: 'kill -9 of the Kafka broker, at random',
  modes: ['kafka'],
  times: 50,
  async inflict(scene) {
    const broker = scene.world.cluster?.brokers[0]
    if (!broker) return scene.broken('there is a broker to kill')
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(300, 1_500))
      const since = performance.now()
      await broker.kill()
      await broker.start()
      await untilAcked(scene, since, 60_000)
      scene.say(`${time}/${scene.times} kills`)
    }
  },
}
