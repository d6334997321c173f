/** kill -9 at any moment of the very first start, when nothing is there yet and everything is being made; then it has to start. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { layOutStandalone } from '../build-world.ts'
import type { Random } from '../random.ts'
import { statusOrNothing, until } from '../wait.ts'
import type { World } from '../world.ts'
import type { Found, Points } from './points.ts'

export const FIRST_START: Points = {
  name: 'kill-first-start',
  about: 'kill -9 while the first start makes its folders and tables, twice',
  times: 50,
  modes: ['standalone'],
  hitsEach: 2,
  traces: false,
  hit,
}

/** Beyond the time that a start takes on a machine that is not busy. */
const MOST_MS = 2_500
const STORED_MS = 60_000
const EVENTS = 20

async function hit(random: Random): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-first-'))
  const world = await layOutStandalone(folder)
  for (let kill = 0; kill < 2; kill++) {
    // It dies before it answers, which is what start tells then.
    const starting = world.ingest.start().catch(() => undefined)
    await sleep(random.between(50, MOST_MS))
    await world.ingest.end('SIGKILL')
    await starting
  }
  const found = await tried(world)
  if (found.broken.length === 0) rmSync(folder, { recursive: true, force: true })
  else found.broken.push(`the evidence is kept in ${folder}`)
  return found
}

async function tried(world: World): Promise<Found> {
  const [began, broken] = [performance.now(), [] as string[]]
  const nothing = { lost: 0, duplicated: 0, torn: 0, ended: 0 }
  try {
    await world.ingest.start()
  } catch (error) {
    return { ...nothing, acked: 0, stored: 0, recoveries: [], broken: [`it starts: ${String(error)}`] }
  }
  const acked = await send(world)
  const recoveries = [performance.now() - began]
  if (acked === 0) broken.push('it takes events at once')
  const isStored = async (): Promise<boolean> => (await statusOrNothing(world))?.stored === acked
  if ((await until(isStored, STORED_MS)) === undefined) broken.push(`it stores events within ${STORED_MS} ms`)
  const stored = (await statusOrNothing(world))?.stored ?? 0
  if ((await world.ingest.end('SIGTERM')) !== 0) broken.push('it stops cleanly')
  return { ...nothing, acked, stored, lost: Math.max(0, acked - stored), recoveries, broken }
}

async function send({ ingest, writeKey }: World): Promise<number> {
  const batch = Array.from({ length: EVENTS }, () => ({
    type: 'track',
    event: 'Chaos',
    anonymousId: 'first',
  }))
  const body = JSON.stringify({ writeKey, batch })
  const answer = await fetch(`${ingest.url}/v1/batch`, { method: 'POST', body })
  return answer.ok ? EVENTS : 0
}
