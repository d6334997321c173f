import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { untilAcked } from '../wait.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const SKEWS_MS = [HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 3_650 * DAY_MS, 0]

/** The server's clock jumps between starts, while those of the devices are wrong all along. */
export const clocks: Fault = {
  name: 'clocks',
  about: "the server's clock off by an hour, a day, ten years; devices' by up to five years",
  modes: ['standalone'],
  times: 10,
  async inflict(scene) {
    const { world } = scene
    for (let time = 1; time <= scene.times; time++) {
      await sleep(scene.random.between(300, 900))
      const since = performance.now()
      await world.ingest.end('SIGTERM')
      await world.ingest.start({ clockSkewMs: SKEWS_MS[(time - 1) % SKEWS_MS.length] ?? 0 })
      await untilAcked(scene, since)
      scene.say(`${time}/${scene.times} jumps`)
    }
  },
}
