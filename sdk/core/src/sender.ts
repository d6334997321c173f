/** Keeps events until the collector has them: queue, journal and courier behind one door. */
import { type Carrier, type Courier, createCourier } from './courier.ts'
import { createJournal } from './journal.ts'
import type { Settings } from './options.ts'
import type { Platform } from './platform.ts'
import { createQueue } from './queue.ts'
import type { Reporter } from './report.ts'

/** What it needs of a host; nothing about who is using it. */
export type SenderPlatform = Pick<
  Platform,
  'now' | 'random' | 'after' | 'openStore' | 'spillway' | 'ownership' | 'pack' | 'send'
>

export interface SenderNeeds {
  platform: SenderPlatform
  settings: Settings
  makeId: (now: number) => string
  report: Reporter
  carrier: () => Carrier | undefined
  /** JSON of the context that is found out when the first batch is sent. */
  late?: () => string
  onDelivered: () => void
}

export function createSender({ platform, settings, makeId, report, ...rest }: SenderNeeds): Courier {
  const { openStore, spillway, ownership } = platform
  return createCourier({
    queue: createQueue(settings),
    journal: createJournal({
      openStore,
      spillway,
      ownership,
      makeOwner: () => makeId(platform.now()),
      onFailure: (error) => report({ kind: 'failed', where: 'storage', error }),
    }),
    platform,
    random: () => (platform.random(1)[0] || 0) / 256,
    report,
    settings,
    ...rest,
  })
}
