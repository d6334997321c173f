/** The system under test, whole: which processes it has, how they depend on each other, and how it is asked for its state. */
import type { Cluster } from '@firefly/kafka/cluster'
import type { Member } from './member.ts'
import type { Cable } from './network.ts'

export interface Status {
  accepted: number
  stored: number
  quarantined: number
  duplicates: number
  lagEvents: number
}

export type Mode = 'standalone' | 'kafka'

export interface World {
  readonly mode: Mode
  readonly folder: string
  readonly writeKey: string
  readonly secretKey: string
  /** Where events are sent. In standalone mode all three are the same member. */
  readonly ingest: Member
  readonly processors: Member
  /** A second member of the processors' group; not started by itself. */
  readonly spare?: Member
  /** The store's own process; absent where the engine lives in the processors. */
  readonly store?: StoreMember
  readonly cluster?: Cluster
  /** What lies between the processors and the store. */
  readonly cable?: Cable
  readonly logUrl: string
  status(): Promise<Status>
  /** Ends whatever still runs, cleanly, store last; the store can then be read through the address given. */
  close(): Promise<void>
  /** Opens what was stored for reading; only after everything that could write is gone. */
  readStore(): Promise<{ url: string; close: () => Promise<void> }>
}

export interface StoreMember {
  readonly url: string
  kill(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

export const membersOf = (world: World): Member[] => [
  ...new Set([world.ingest, world.processors, ...(world.spare ? [world.spare] : [])]),
]
