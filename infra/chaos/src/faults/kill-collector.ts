/** kill -9 of the process that collects, at any moment: over Kafka while the others go on, or with everything in it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import { untilAcked } from '../wait.ts'

async function inflict(scene: Scene): Promise<void> {
  for (let time = 1; time <= scene.times; time++) {
    await sleep(scene.random.between(100, 900))
    const since = performance.now()
    await scene.world.ingest.end('SIGKILL')
    await scene.world.ingest.start()
    await untilAcked(scene, since)
    scene.say(`${time}/${scene.times} kills`)
  }
}

/** Between two kills there is half a second to acknowledge anything. */
const BATCH = 120

export const killStandalone: Fault = {
  name: 'kill-standalone',
  about: 'kill -9 of the one process, at random',
  modes: ['standalone'],
  times: 50,
  pace: { size: BATCH, pauseMs: 60 },
  inflict,
}

export const killIngest: Fault = {
  name: 'kill-ingest',
  about: 'kill -9 of the collecting process, at random',
  modes: ['kafka'],
  times: 50,
  pace: { size: BATCH, pauseMs: 30 },
  inflict,
}
