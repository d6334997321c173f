import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilAcked } from '../wait.ts'

/** kill -9 of the whole product, at any moment. */
export const killStandalone: Fault = {
  name: 'kill-standalone',
  about: 'kill -9 of the one process, at random',
  modes: ['standalone'],
  times: 50,
  // Between two kills there is half a second to acknowledge anything.
  pace: { size: 100, pauseMs: 60 },
  async inflict(scene) {
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(100, 900))
      const since = performance.now()
      await scene.world.ingest.end('SIGKILL')
      await scene.world.ingest.start()
      await untilAcked(scene, since)
      scene.say(`${time}/${scene.times} kills`)
    }
  },
}
