/** A fault: what is done to a world while events are sent, and how often. */
import type { Ledger } from './ledger.ts'
import type { Load, Pace } from './load.ts'
import type { Random } from './random.ts'
import type { Mode, World } from './world.ts'

export interface Scene {
  world: World
  load: Load
  ledger: Ledger
  random: Random
  run: string
  times: number
  /** Tells how far it has come. */
  say(progress: string): void
  /** Milliseconds from a fault to being well again. */
  recovered(ms: number): void
  /** Something that must hold and does not. */
  broken(promise: string): void
}

export interface Fault {
  name: string
  about: string
  modes: readonly Mode[]
  /** How often in the CI column. */
  times: number
  /** A small disk of its own for the log or the store. */
  smallDisk?: 'log' | 'store'
  /** Where the usual load would acknowledge too little between two faults. */
  pace?: Pace
  /** Set on a control, whose planted bug the checker has to find under this name. */
  mustFind?: 'lost' | 'duplicated'
  inflict(scene: Scene): Promise<void>
}
