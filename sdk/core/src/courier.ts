/** Drives delivery: decides when to send, writes the journal, and applies what the state machine says. */
import { bodyOf, cut } from './batch.ts'
import { hurry, type Outcome, settle, startDelivery, waitOf } from './delivery.ts'
import { isDurable, type Journal } from './journal.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue.ts'
import type { Reporter } from './report.ts'
import type { Row } from './row.ts'

export interface CourierOptions {
  writeKey: string
  /** Where batches are posted. */
  url: string
  /** Send as soon as so many events wait. */
  flushAt: number
  /** Send so long after the first event, in milliseconds. */
  flushInterval: number
  /** Most bytes of one body; what browsers let outlive a page is 64 KiB in all. */
  maxBatchBytes: number
  /** Give a request up after so many milliseconds. */
  requestTimeout: number
}

export interface CourierNeeds {
  queue: Queue
  journal: Journal
  platform: Pick<Platform, 'send' | 'now' | 'after'>
  /** In [0, 1). */
  random: () => number
  report: Reporter
  options: CourierOptions
  /** The collector has taken a batch: the moment to tell it what was lost. */
  onDelivered: () => void
}

export interface Courier {
  /** Takes an event; the rest happens later. */
  add(row: Row): void
  /** From here on events may be kept and sent. Takes over what earlier visits and closed tabs left. */
  start(): void
  /** Sends until nothing waits or the collector cannot take more now. Never rejects. */
  flush(): Promise<void>
  /** The user is leaving: sends and keeps whatever can be, without waiting for anything. `gone`: for good. */
  leave(gone: boolean): void
  /** The user or the network is back; after having `left` for good, other pages may have taken what was kept. */
  back(left: boolean): void
  /** Forgets every event, here and in storage, and neither keeps nor sends from here on. */
  discard(): void
  /** Neither keeps nor sends from here on. */
  stop(): void
}

/** How long events may wait in memory before the journal has them, in milliseconds. */
const WRITE_AFTER_MS = 100
const ADOPT_AGAIN_MS = 30_000

export function createCourier(needs: CourierNeeds): Courier {
  const { queue, journal, platform, random, report, options, onDelivered } = needs
  let state = startDelivery()
  let started = false
  let running: Promise<void> | undefined
  let cancelFlush: (() => void) | undefined
  let cancelWrite: (() => void) | undefined
  let due = 0

  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })

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
    if (!started) return
    cancelWrite ??= platform.after(WRITE_AFTER_MS, write)
    flushAfter(queue.size >= options.flushAt ? waitOf(state, platform.now()) : options.flushInterval)
  }
  const write = (): void => {
    cancelWrite = undefined
    journal.write(queue.all()).catch(failed)
  }
  const overflowed = (lost: readonly Row[]): void => {
    if (lost.length === 0) return
    journal.erase(lost)
    report({ kind: 'dropped', reason: 'queue_full', count: lost.length, message: 'the oldest first' })
  }
  const drop = (batch: readonly Row[]): void => {
    queue.remove(batch)
    journal.erase(batch)
  }
  const apply = (batch: readonly Row[], outcome: Outcome): void => {
    for (const row of batch) row.sending = false
    if (outcome.kind === 'split') return flushAfter(0)
    if (outcome.kind === 'retry') {
      flushAfter(outcome.inMs)
      return report({ ...outcome, kind: 'retrying' })
    }
    drop(batch)
    if (outcome.kind === 'refused') {
      const { status, message } = outcome
      return report({ kind: 'dropped', reason: `http_${status}`, count: batch.length, message })
    }
    report({ kind: 'sent', count: batch.length - outcome.rejected.length })
    for (const { index, code, message } of outcome.rejected)
      report({ kind: 'rejected', index, messageId: batch[index]?.id, code, message })
    onDelivered()
  }
  const deliver = async (batch: readonly Row[], leaving: boolean): Promise<void> => {
    for (const row of batch) row.sending = true
    const body = bodyOf(batch, options.writeKey, platform.now())
    const answer = await platform.send(options.url, body, { timeoutMs: options.requestTimeout, leaving })
    const [next, outcome] = settle(state, answer, batch.length, { now: platform.now(), random: random() })
    state = next
    apply(batch, outcome)
  }
  const nextBatch = (bytes: number): Row[] => cut(queue.waiting(), { events: state.mostEvents, bytes })

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const wait = waitOf(state, platform.now())
      const batch = started ? nextBatch(options.maxBatchBytes) : []
      if (batch.length === 0) return
      if (wait > 0) return flushAfter(wait)
      await deliver(batch, false)
    }
  }
  const flush = (): Promise<void> =>
    (running ??= sendAll()
      .catch(failed)
      .then(() => {
        running = undefined
        // What came in while the last answer was applied.
        if (queue.waiting().length > 0) notice()
      }))

  const adopt = async (): Promise<void> => {
    try {
      overflowed(queue.addOlder(await journal.adopt()))
    } catch (error) {
      failed(error)
    }
    if (queue.waiting().length > 0) flushAfter(waitOf(state, platform.now()))
  }
  const sendLast = (): void => {
    for (;;) {
      const room = options.maxBatchBytes - queue.sendingBytes()
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
      if (queue.size > 0) notice()
      void adopt()
      // A tab that has just crashed may still seem to live.
      platform.after(ADOPT_AGAIN_MS, () => void (started && adopt()))
    },
    flush,
    leave(gone) {
      if (!started) return
      if (waitOf(state, platform.now()) === 0) sendLast()
      journal.spill(queue.all())
      if (gone) journal.release()
    },
    back(left) {
      if (!started) return
      if (left) queue.remove(queue.all().filter(isDurable))
      state = hurry(state)
      void adopt()
    },
    discard() {
      queue.clear()
      // Before anything was allowed nothing was stored: not even to look is then needed.
      if (started) journal.clear().catch(failed)
      stop()
    },
    stop,
  }
}

const sizeOf = (rows: readonly Row[]): number => rows.reduce((sum, { bytes }) => sum + bytes, 0)
