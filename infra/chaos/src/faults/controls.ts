/** Negative controls: builds with a planted bug, killed as the good ones are. A checker that lets one pass proves nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Scene } from '../fault.ts'
import type { VictimPlan } from '../plan-of-victim.ts'

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

async function killWith({ world, random, times, say }: Scene, plan: VictimPlan): Promise<void> {
  for (let time = 1; time <= times; time++) {
    await world.ingest.end('SIGKILL')
    await world.ingest.start(plan)
    const soon = plan.failpoint ? LONGEST_MS : random.between(1_000, 2_000)
    await Promise.race([world.ingest.died(), sleep(soon)])
    await world.ingest.end('SIGKILL')
    await world.ingest.start(plan.plant === 'no-deduplication' ? { plant: plan.plant } : {})
    say(`${time}/${times} kills`)
  }
}
