/** One campaign: build a world, load it, inflict a fault, heal, drain, collect, and compare with the ledger. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildKafka, buildStandalone } from './build-world.ts'
import { check, isClean, type Verdict } from './check.ts'
import { collect } from './collect.ts'
import type { Fault } from './fault.ts'
import { openLedger } from './ledger.ts'
import { type Pace, startLoad } from './load.ts'
import { hashOf } from './payload.ts'
import { createRandom } from './random.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { summary } from './summary.ts'
import { statusOrNothing, until } from './wait.ts'
import { type Mode, membersOf, type World } from './world.ts'

export interface Assignment {
  fault: Fault
  mode: Mode
  seed: number
  times: number
  kafka: Parameters<typeof buildKafka>[1] | undefined
  say: (progress: string) => void
}

export interface Result {
  fault: string
  mode: Mode
  seed: number
  times: number
  verdict: Verdict
  /** Promises beside the checker's that did not hold. */
  broken: string[]
  recoveryMs: { p50: number; p99: number; count: number }
  peakMegabytes: Record<string, number>
  seconds: number
  passed: boolean
}

/** A backlog may take long to work off; standing still may not. */
const STANDSTILL_MS = 60_000
const SMALL_DISK_MEGABYTES = 700

/** Over Kafka the load shares two cores with a broker, a store and two processes of ours, and is to be kept up with. */
const PACE: Record<Mode, Pace> = { standalone: { size: 20, pauseMs: 60 }, kafka: { size: 20, pauseMs: 200 } }

export async function runCampaign(assignment: Assignment): Promise<Result> {
  const { fault, mode, seed, times, say } = assignment
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), `firefly-chaos-${fault.name}-`))
  const disk = fault.smallDisk ? mountSmallDisk(join(folder, 'small-disk'), SMALL_DISK_MEGABYTES) : undefined
  const world = await build(assignment, folder, disk)
  const run = `${fault.name}${seed}`.replaceAll('-', '')
  const random = createRandom(seed)
  const ledger = openLedger(join(folder, 'ledger'))
  const [broken, recoveries]: [string[], number[]] = [[], []]
  let isKept = true
  try {
    const load = startLoad({ world, ledger, run, random, devices: 16, ...(fault.pace ?? PACE[mode]) })
    await fault.inflict({
      world,
      load,
      ledger,
      random,
      run,
      times,
      say,
      recovered: (ms) => void recoveries.push(ms),
      broken: (promise) => void broken.push(promise),
    })
    await heal(world)
    await load.stop(20_000)
    await drain(world, broken)
    await world.close()
    const found = await collect(world)
    const verdict = check({ attempts: ledger.attempts, ...found, hashOf: (n) => hashOf(run, n) })
    const passed = fault.mustFind ? verdict[fault.mustFind] > 0 : isHealthy(verdict, broken)
    isKept = !passed
    if (isKept) broken.push(`the evidence is kept in ${folder}`)
    const measured = { recoveryMs: summary(recoveries), peakMegabytes: peaks(world) }
    const seconds = (performance.now() - began) / 1000
    return { fault: fault.name, mode, seed, times, verdict, broken, ...measured, seconds, passed }
  } finally {
    ledger.close()
    await world.close().catch(() => undefined)
    if (isKept) disk?.copyTo(join(folder, 'small-disk-kept'))
    disk?.remove()
    if (!isKept) rmSync(folder, { recursive: true, force: true })
  }
}

const isHealthy = (verdict: Verdict, broken: readonly string[]): boolean =>
  isClean(verdict) && broken.length === 0 && verdict.acked > 0

function build(
  { fault, mode, kafka }: Assignment,
  folder: string,
  disk: SmallDisk | undefined,
): Promise<World> {
  if (mode === 'kafka') {
    if (!kafka) throw new Error('Kafka mode needs a broker')
    return buildKafka(folder, kafka)
  }
  if (fault.smallDisk === 'log' && disk) return buildStandalone(folder, { logFolder: join(disk.path, 'log') })
  if (fault.smallDisk === 'store' && disk)
    return buildStandalone(folder, { storeFolder: join(disk.path, 'store') })
  if (fault.smallDisk) throw new Error('only root may mount the small disk that this needs')
  return buildStandalone(folder)
}

async function heal(world: World): Promise<void> {
  for (const member of membersOf(world)) if (!member.isRunning && member !== world.spare) await member.start()
}

async function drain(world: World, broken: string[]): Promise<void> {
  let [least, at] = [Number.POSITIVE_INFINITY, performance.now()]
  const isDone = async (): Promise<boolean> => {
    const lag = (await statusOrNothing(world))?.lagEvents ?? least
    if (lag < least) [least, at] = [lag, performance.now()]
    return lag === 0 || performance.now() - at > STANDSTILL_MS
  }
  await until(isDone, Number.POSITIVE_INFINITY)
  const status = await statusOrNothing(world)
  if (status?.lagEvents !== 0) broken.push(`what was accepted is worked off, and not ${least} events left`)
  if (!status) return void broken.push('the status can be asked in the end')
  const { accepted, stored, quarantined, duplicates } = status
  if (accepted !== stored + quarantined + duplicates)
    broken.push(
      `accepted ${accepted} = stored ${stored} + quarantined ${quarantined} + duplicates ${duplicates}`,
    )
}

const peaks = (world: World): Record<string, number> =>
  Object.fromEntries(membersOf(world).map(({ name, peakBytes }) => [name, Math.round(peakBytes / 1024 ** 2)]))
