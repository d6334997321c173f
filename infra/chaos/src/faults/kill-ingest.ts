import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilAcked } from '../wait.ts'

/** kill -9 of the process that collects, while the others go on. */
export const killIngest: Fault = {
  name: 'kill-ingest',
  about: 'kill -9 of the collecting process, at random',
  modes: ['kafka'],
  times: 50,
  // Between two kills there is half a second to acknowledge anything.
  pace: { size: 100, pauseMs: 30 },
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
