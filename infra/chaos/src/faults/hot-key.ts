import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import type { Outcome } from '../ledger.ts'
import { clockOf, eventOf } from '../payload.ts'
import { until } from '../wait.ts'

/** Far from the numbers and devices of the load. */
const HOT = { first: 500_000_000, device: 7_000 }
const PROBES = { first: 900_000_000, device: 8_000 }
const HOT_BATCH = 500
/** Nine of ten events are the hot device's. */
const HOT_SHARE = 9
/** Events of one batch of the load. */
const LOAD_BATCH = 20
const LONGEST_MS = 60_000

/** One device sends nine tenths of all events, in order; meanwhile others must get through, each seen by a query. */
export const hotKey: Fault = {
  name: 'hot-key',
  about:
    '90 % of the events come from one device; "back after" is how long another device’s event takes to be seen',
  modes: ['standalone', 'kafka'],
  times: 40,
  async inflict(scene) {
    const hot = { sent: 0, isOver: false }
    const before = await probe(scene, 0, scene.times, () => 'before it begins')
    const flooding = flood(scene, hot)
    const beside = await probe(scene, scene.times, scene.times, () => {
      const share = hot.sent / (hot.sent + scene.load.acknowledged * LOAD_BATCH)
      return `${Math.round(share * 100)} % from one device`
    })
    hot.isOver = true
    await flooding
    beside.forEach(scene.recovered)
    scene.say(
      `others are seen after ${median(beside)} ms, and were after ${median(before)} ms before it began`,
    )
  },
}

/** How long each of some events of other devices took to be seen, in milliseconds. */
async function probe(scene: Scene, first: number, count: number, about: () => string): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const took = await sendProbe(scene, first + at)
    if (took !== undefined) times.push(took)
    await sleep(scene.random.between(100, 400))
    scene.say(`${at + 1}/${count} probes, ${about()}`)
  }
  return times
}

const median = (times: readonly number[]): number =>
  Math.round(times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN)

/** As fast as answers come, one batch at a time, until the device has its share. */
async function flood(scene: Scene, hot: { sent: number; isOver: boolean }): Promise<void> {
  const isAhead = (): boolean => hot.sent > scene.load.acknowledged * LOAD_BATCH * HOT_SHARE
  for (; !hot.isOver; hot.sent += HOT_BATCH) {
    while (isAhead() && !hot.isOver) await sleep(5)
    await deliver(scene, HOT.device, HOT.first + hot.sent, HOT_BATCH)
  }
}

/** An event of a device of its own, until that device's page shows it. */
async function sendProbe(scene: Scene, probe: number): Promise<number | undefined> {
  const { world, broken } = scene
  const device = PROBES.device + probe
  await deliver(scene, device, PROBES.first + probe, 1)
  const url = `${world.processors.url}/v1/users/device-${device}`
  const isSeen = async (): Promise<boolean> => {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${world.secretKey}` } })
    await answer.arrayBuffer()
    return answer.status === 200
  }
  const took = await until(isSeen, LONGEST_MS)
  if (took === undefined) broken(`an event of another device is seen within ${LONGEST_MS / 1000} s`)
  return took
}

/** The same batch again until it is acknowledged, as an SDK does. */
async function deliver(scene: Scene, device: number, first: number, size: number): Promise<void> {
  const { ledger, run, world, random } = scene
  ledger.attempt(device, first, first + size - 1)
  const settle = (outcome: Outcome): void => {
    for (let n = first; n < first + size; n++) ledger.settle(n, outcome)
  }
  const now = Date.now()
  const batch = Array.from({ length: size }, (_, at) => eventOf(run, first + at, device, now))
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${world.writeKey}` },
    body: JSON.stringify({ sentAt: new Date(clockOf(device, now)).toISOString(), batch }),
  }
  for (const until = performance.now() + LONGEST_MS; performance.now() < until; ) {
    const isTaken = await fetch(`${world.ingest.url}/v1/batch`, init).then(
      async (answer) => (await answer.arrayBuffer(), answer.ok),
      () => false,
    )
    settle(isTaken ? 'acked' : 'unknown')
    if (isTaken) return
    await sleep(random.between(50, 300))
  }
  scene.broken(`a batch is acknowledged within ${LONGEST_MS / 1000} s`)
}
