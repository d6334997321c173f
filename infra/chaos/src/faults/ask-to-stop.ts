import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilAcked } from '../wait.ts'

const LONGEST_MS = 10_000

/** SIGTERM under load: everything in hand is answered, and the process is gone soon, with 0. */
export const askToStop: Fault = {
  name: 'ask-to-stop',
  about: 'SIGTERM under load',
  modes: ['standalone', 'kafka'],
  times: 20,
  async inflict(scene) {
    const { world, load, broken } = scene
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(300, 900))
      const [since, before] = [performance.now(), load.cuts.length]
      const code = await world.ingest.end('SIGTERM')
      if (code !== 0) broken(`it exits with 0, not ${code}`)
      if (performance.now() - since > LONGEST_MS) broken(`it exits within ${LONGEST_MS / 1000} s`)
      const cuts = load.cuts.slice(before)
      if (cuts.length > 0) broken(`every request in hand is answered, not cut off: ${cuts.join(', ')}`)
      await world.ingest.start()
      await untilAcked(scene, since)
      scene.say(`${time}/${scene.times} stops`)
    }
  },
}
