import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import { until, untilAcked, untilStored } from '../wait.ts'
import type { World } from '../world.ts'

const FULL_MS = 2_000
/** What room the log had taken before is used up first, which takes as long as the machine is slow. */
const REFUSED_MS = 60_000

/** No room left for the log: nothing is acknowledged that is not kept, nothing crashes, and it goes on by itself. */
export const fullLog: Fault = {
  name: 'full-disk-log',
  about: 'no room left on the disk of the log',
  modes: ['standalone'],
  times: 20,
  smallDisk: 'log',
  async inflict(scene) {
    await fill(scene, untilAcked, () => until(() => scene.load.answers.has(503), REFUSED_MS))
    if (!scene.load.answers.has(503)) scene.broken('a client is answered 503 while there is no room')
  },
}

/** No room left for the store: events wait in the log. */
export const fullStore: Fault = {
  name: 'full-disk-store',
  about: 'no room left on the disk of the store',
  modes: ['standalone'],
  times: 20,
  smallDisk: 'store',
  async inflict(scene) {
    await fill(scene, untilStored)
    if ((await until(() => canRead(scene.world), READABLE_MS)) === undefined)
      scene.broken(`every row can be read again within ${READABLE_MS / 1000} s, merged or not`)
  },
}

const READABLE_MS = 90_000

/** A question that no count made beforehand can answer. */
const QUESTION = JSON.stringify({
  kind: 'trend',
  from: '2020-01-01',
  to: '2036-01-01',
  interval: 'month',
  series: [{ event: 'Chaos', filters: [{ property: 'body', operator: 'is_set' }] }],
})

async function canRead({ ingest, secretKey }: World): Promise<boolean> {
  const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(30_000)
  const asking = fetch(`${ingest.url}/v1/query`, { method: 'POST', headers, body: QUESTION, signal })
  const answer = await asking.catch(() => undefined)
  if (answer?.status === 400) throw new Error(`the question is wrong: ${await answer.text()}`)
  return answer?.ok === true
}

async function fill(
  scene: Scene,
  well: (scene: Scene, since: number) => Promise<void>,
  felt: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const ballast = join(scene.world.folder, 'small-disk', 'ballast')
  for (let time = 1; time <= scene.times; time++) {
    await sleep(scene.random.between(300, 900))
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k'], { stdio: 'ignore' })
    await Promise.all([sleep(FULL_MS), felt()])
    if (!scene.world.ingest.isRunning) return scene.broken('the process outlives a full disk')
    const since = performance.now()
    rmSync(ballast)
    await well(scene, since)
    scene.say(`${time}/${scene.times} times full`)
  }
}
