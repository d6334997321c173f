/** Keeps events until the collector has them: decides when to send, writes the journal, and applies what the state machine says. */
import { bodyOf, cut } from './batch.ts'
import { type Outcome, settle, startDelivery, waitOf } from './delivery.ts'
import { createJournal } from './journal.ts'
import type { Settings } from './options.ts'
import type { Answer, Packed, Platform } from './platform.ts'
import { createQueue } from './queue.ts'
import type { LossReason, Reporter } from './report.ts'
import { type Row, sizeOf } from './row.ts'

/** Takes a batch another way than as it is over the network, or hands it on to `send`. Rejects, and never throws. */
export type Carrier = (
  body: string,
  request: { leaving: boolean },
  send: (body: string) => Promise<Answer>,
) => Promise<Answer>

/** What it needs of a host; nothing about who is using it. */
export type CourierPlatform = Pick<
  Platform,
  'now' | 'random' | 'after' | 'openStore' | 'spillway' | 'ownership' | 'pack' | 'send'
>

export interface CourierNeeds {
  platform: CourierPlatform
  settings: Settings
  makeId: (now: number) => string
  report: Reporter
  /** Asked for each batch; undefined while batches go the usual way. */
  carrier: () => Carrier | undefined
  /** JSON of the context that is found out when the first batch is sent. */
  late?: () => string
  /** The collector has taken a batch: the moment to tell it what was lost. */
  onDelivered: () => void
}

export interface Courier {
  /** Takes an event; the rest happens later. */
  add: (row: Row) => void
  /** From here on events may be kept and sent. Takes over what earlier visits and closed tabs left. */
  start: () => void
  /** Sends until nothing waits or the collector cannot take more now. Never rejects. */
  flush: () => Promise<void>
  /** The user is leaving: sends and keeps whatever can be, without waiting for anything. `gone`: for good. */
  leave: (gone: boolean) => void
  /** The user or the network is back; while the page was `gone`, others may have taken what was kept. */
  back: (gone: boolean) => void
  /** Forgets every event, here and in storage, and neither keeps nor sends from here on. */
  discard: () => void
  /** Neither keeps nor sends from here on. */
  stop: () => void
}

/** How long events may wait in memory before the journal has them, in milliseconds. */
const WRITE_AFTER_MS = 100
const ADOPT_AGAIN_MS = 30_000
const RESUME_MS = 5_000
/** A carrier has work of its own beside the request. */
const CARRIER_MS = 60_000
const FAILED: Answer = { status: 0 }

export function createCourier(needs: CourierNeeds): Courier {
  const { platform, report, settings, makeId } = needs
  const queue = createQueue(settings)
  const journal = createJournal(
    platform,
    () => makeId(platform.now()),
    (error) => report({ kind: 'failed', where: 'storage', error }),
  )
  let state = startDelivery()
  let started = false
  let paused = false
  let running: Promise<void> | undefined
  let cancelFlush: (() => void) | undefined
  let cancelWrite: (() => void) | undefined
  let due = 0

  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  const wait = (): number => waitOf(state, platform.now())

  /** One timer, for the earliest of the times asked for. */
  const flushAfter = (ms: number): void => {
    const at = platform.now() + ms
    if (!started || (cancelFlush && due <= at)) return
    cancelFlush?.()
    due = at
    cancelFlush = platform.after(ms, () => {
      cancelFlush = undefined
      void flush()
    })
  }
  const notice = (): void => {
    if (!started || paused) return
    cancelWrite ||= platform.after(WRITE_AFTER_MS, write)
    flushAfter(queue.all().length < settings.flushAt ? settings.flushInterval : wait())
  }
  const write = (): void => {
    cancelWrite = undefined
    journal.write(queue.all()).catch(failed)
  }
  const forget = (rows: readonly Row[]): void => {
    queue.remove(rows)
    journal.erase(rows)
  }
  const drop = (rows: readonly Row[], reason: LossReason, message?: string): void => {
    if (rows.length === 0) return
    forget(rows)
    report({ kind: 'dropped', reason, count: rows.length, message })
  }
  const overflowed = (lost: readonly Row[]): void => drop(lost, 'queue_full')
  const apply = (batch: readonly Row[], outcome: Outcome): void => {
    if (outcome.kind === 'retry') {
      for (const row of batch) row.sending = false
      flushAfter(outcome.inMs)
      return report({ ...outcome, kind: 'retrying' })
    }
    if (outcome.kind === 'refused') return drop(batch, `http_${outcome.status}`, outcome.message)
    forget(batch)
    const { rejected } = outcome
    report({ kind: 'sent', count: batch.length - rejected.length })
    for (const { index, code, message } of rejected)
      report({ kind: 'rejected', index, messageId: batch[index]?.id, code, message })
    needs.onDelivered()
  }
  /** A carrier that throws or takes for ever has not delivered: tried again, as after a network error. */
  const carried = (answer: Promise<Answer>): Promise<Answer> =>
    new Promise((resolve) => {
      const fail = (): void => resolve(FAILED)
      const cancel = platform.after(CARRIER_MS, fail)
      answer.then(resolve, fail).finally(cancel).catch(failed)
    })
  const deliver = async (batch: readonly Row[], leaving: boolean): Promise<void> => {
    const { url, writeKey, requestTimeout: timeoutMs } = settings
    const body = bodyOf(batch, writeKey, platform.now(), needs.late?.())
    const carrier = needs.carrier()
    const packed = leaving || carrier ? undefined : await platform.pack?.(url, body)
    // Sent by `sendLast` while it was being packed: the user left meanwhile.
    if (batch.some(({ sending }) => sending)) return
    for (const row of batch) row.sending = true
    const send = (text: string | Packed): Promise<Answer> => platform.send(url, text, { timeoutMs, leaving })
    const answer = await (carrier ? carried(carrier(body, { leaving }, send)) : send(packed || body))
    const [next, outcome] = settle(
      state,
      answer,
      batch.length,
      platform.now(),
      (platform.random(1)[0] || 0) / 256,
    )
    state = next
    apply(batch, outcome)
  }
  const nextBatch = (bytes: number): Row[] => cut(queue.waiting(), state.mostEvents, bytes)

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const batch = nextBatch(settings.maxBatchBytes)
      if (batch.length === 0 || !started || paused) return
      if (wait() > 0) return flushAfter(wait())
      await deliver(batch, false)
    }
  }
  const flush = (): Promise<void> =>
    (running ||= sendAll()
      .catch(failed)
      .finally(() => {
        running = undefined
        // What came in while the last answer was applied.
        if (queue.waiting().length > 0) notice()
      }))
  const adopt = async (): Promise<void> => {
    const older = await journal.adopt()
    overflowed(queue.addOlder(older))
    // They have waited long enough; what this page has just said may wait for company.
    if (older.length > 0) flushAfter(wait())
  }
  /** Nothing is sent before it is clear what other pages have taken over; a storage that is stuck is not waited for. */
  const resume = async (): Promise<void> => {
    const goOn = (): void => {
      paused = false
      cancel()
      notice()
    }
    const cancel = platform.after(RESUME_MS, goOn)
    paused = true
    try {
      queue.remove(await journal.resume(queue.all()))
    } finally {
      goOn()
    }
  }
  /** The bytes of all requests that outlive the page are limited together. */
  const sendLast = (): void => {
    for (;;) {
      const room = settings.maxBatchBytes - sizeOf(queue.all().filter(({ sending }) => sending))
      const batch = nextBatch(room)
      if (batch.length === 0 || sizeOf(batch) > room) return
      deliver(batch, true).catch(failed)
    }
  }
  const stop = (): void => {
    started = false
    cancelFlush?.()
    cancelWrite?.()
    cancelFlush = cancelWrite = undefined
  }

  return {
    add(row) {
      overflowed(queue.add(row))
      notice()
    },
    start() {
      started = true
      notice()
      adopt().catch(failed)
      // A tab that has just crashed may still seem to live.
      platform.after(ADOPT_AGAIN_MS, () => void (started && adopt().catch(failed)))
    },
    flush,
    leave(gone) {
      if (!started) return
      if (wait() === 0 && !paused) sendLast()
      journal.spill(queue.all())
      if (gone) journal.release()
    },
    back(gone) {
      if (!started) return
      // No reason to wait any longer for a failure of before: what this page holds goes as well as what it takes over.
      state = { ...state, notBefore: 0 }
      flushAfter(0)
      ;(gone ? resume().then(adopt) : adopt()).catch(failed)
    },
    discard() {
      forget(queue.all())
      // Before anything was allowed nothing was stored: not even to look is then needed.
      if (started) journal.clear().catch(failed)
      stop()
    },
    stop,
  }
}
