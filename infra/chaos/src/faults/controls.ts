/** Negative controls: builds with a planted bug, killed as the good ones are. A checker that lets one pass proves nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import type { VictimPlan } from '../plan-of-victim.ts'
import { statusOrNothing, until } from '../wait.ts'

export const CONTROLS: readonly Fault[] = [
  {
    name: 'control-ack-before-flush',
    about: 'planted bug: acknowledges before the log is durable; must be caught',
    modes: ['standalone'],
    times: 3,
    mustFind: 'lost',
    inflict: (scene) => killWith(scene, { plant: 'ack-before-flush' }),
  },
  {
    name: 'control-commit-before-insert',
    about: 'planted bug: commits before the rows are stored; must be caught',
    modes: ['standalone'],
    times: 3,
    mustFind: 'lost',
    inflict: (scene) => killWith(scene, { plant: 'commit-before-insert' }),
  },
  {
    name: 'control-no-deduplication',
    about: 'planted bug: inserts without the token of the range; must be caught',
    modes: ['standalone'],
    times: 3,
    mustFind: 'duplicated',
    inflict: (scene) =>
      killWith(scene, { plant: 'no-deduplication', failpoint: { at: 'after-insert', chunk: 2 } }),
  },
]

const LONGEST_MS = 3_000

async function killWith(scene: Scene, plan: VictimPlan): Promise<void> {
  const { world, random, times, say } = scene
  for (let time = 1; time <= times; time++) {
    await world.ingest.end('SIGKILL')
    await world.ingest.start(plan)
    await (plan.failpoint ? Promise.race([world.ingest.died(), sleep(LONGEST_MS)]) : untilToldTooEarly(scene))
    await sleep(random.between(0, 500))
    await world.ingest.end('SIGKILL')
    await world.ingest.start(plan.plant === 'no-deduplication' ? { plant: plan.plant } : {})
    say(`${time}/${times} kills`)
  }
}

const LONGEST_WAIT_MS = 30_000

/** Both an acknowledgement and a commit have come since the start, so that either would be found out by a kill now. */
async function untilToldTooEarly({ load, world }: Scene): Promise<void> {
  const acknowledged = load.acknowledged
  const stored = async (): Promise<number> => (await statusOrNothing(world))?.stored ?? 0
  const before = await stored()
  await until(async () => load.acknowledged > acknowledged && (await stored()) > before, LONGEST_WAIT_MS)
}
