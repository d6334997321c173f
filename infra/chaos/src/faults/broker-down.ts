import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import type { Member } from '../member.ts'
import { untilAcked } from '../wait.ts'

const DOWN_MS = 120_000
const MOST_GROWTH_BYTES = 256 * 1024 * 1024

/** No broker for a while, under load: clients are told to come back, and memory stays bounded. */
export const brokerDown: Fault = {
  name: 'broker-down',
  about: `no Kafka broker for ${DOWN_MS / 1000} s`,
  modes: ['kafka'],
  times: 1,
  async inflict(scene) {
    const { world, load, broken } = scene
    const broker = world.cluster?.brokers[0]
    if (!broker) return broken('there is a broker to stop')
    for (let time = 1; time <= scene.times; time++) {
      await untilSteady(world.ingest)
      const [before, refusals] = [world.ingest.peakBytes, load.answers.get(503) ?? 0]
      await broker.kill()
      await sleep(DOWN_MS)
      if ((load.answers.get(503) ?? 0) === refusals)
        broken('a client is answered 503 while there is no broker')
      if (world.ingest.peakBytes - before > MOST_GROWTH_BYTES) broken('memory grows by 256 MB at most')
      const since = performance.now()
      await broker.start()
      await untilAcked(scene, since)
      scene.say(`${time}/${scene.times} outages`)
    }
  },
}

const LOOK_MS = 1_000
const STEADY_LOOKS = 5
const LONGEST_LOOKS = 60
const STEADY_BYTES = 8 * 1024 * 1024

/** What opens behind a start, as metadata does, is no growth: waits until for some seconds nothing has come to it. */
async function untilSteady(member: Pick<Member, 'peakBytes'>): Promise<void> {
  for (let [looks, still, last] = [0, 0, 0]; looks < LONGEST_LOOKS && still < STEADY_LOOKS; looks++) {
    await sleep(LOOK_MS)
    still = member.peakBytes - last < STEADY_BYTES ? still + 1 : 0
    last = member.peakBytes
  }
}
