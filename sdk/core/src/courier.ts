/** Keeps events until the collector has them: decides when to send, writes the journal, and applies what the state machine says. */
import { bodyOf, cut } from './batch.ts'
import { type Outcome, settle, startDelivery, waitOf } from './delivery.ts'
import type { Journal } from './journal.ts'
import type { Settings } from './options.ts'
import type { Answer, Platform } from './platform.ts'
import { createQueue } from './queue.ts'
import type { LossReason, Reporter } from './report.ts'
import { type Row, sizeOf } from './row.ts'

/** What it needs of a host; nothing about who is using it. */
export type CourierPlatform = Pick<Platform, 'now' | 'random' | 'after'>

export interface CourierNeeds {
  platform: CourierPlatform
  settings: Settings
  journal: Journal
  /** Posts a body; never rejects. */
  send: (body: string, leaving: boolean) => Promise<Answer>
  report: Reporter
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
  /** The user or the network is back; while the page was gone, others may have taken what was kept. */
  back: () => void
  /** Forgets every event, here and in storage, and neither keeps nor sends from here on. */
  discard: () => void
  /** Neither keeps nor sends from here on. */
  stop: () => void
}

/** How long events may wait in memory before the journal has them, in milliseconds. */
const WRITE_AFTER_MS = 100
const ADOPT_AGAIN_MS = 30_000

const nothing = (): void => undefined

export function createCourier(needs: CourierNeeds): Courier {
  const { journal, report, settings } = needs
  const { now, after, random } = needs.platform
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  const queue = createQueue(settings)
  let state = startDelivery()
  let started = false
  let running: Promise<void> | undefined
  let adopting = Promise.resolve()
  let cancelWrite: (() => void) | undefined
  let cancelFlush = nothing
  let due = Infinity
  /** The page is gone, for good or into the back-forward cache. */
  let away = false
  /** In a request when the page went away. */
  let flying: Row[] = []

  const wait = (): number => waitOf(state, now())
  /** One timer, for the earliest of the times asked for. */
  const flushAfter = (ms: number): void => {
    const at = now() + ms
    if (!started || at >= due) return
    cancelFlush()
    due = at
    cancelFlush = after(ms, () => {
      due = Infinity
      void flush()
    })
  }
  const writeSoon = (): void => {
    if (started) cancelWrite ||= after(WRITE_AFTER_MS, write)
  }
  const notice = (): void => {
    writeSoon()
    flushAfter(queue.all().length < settings.flushAt ? settings.flushInterval : wait())
  }
  const write = (): void => {
    cancelWrite = undefined
    journal.write(queue.all()).catch(failed)
  }
  const drop = (rows: readonly Row[], reason?: LossReason, message?: string): void => {
    if (rows.length === 0) return
    for (const row of rows) row.done = true
    queue.remove(rows)
    journal.erase(rows, queue.all())
    if (reason) report({ kind: 'dropped', reason, count: rows.length, message })
  }
  const apply = (batch: readonly Row[], outcome: Outcome): void => {
    if (outcome.kind === 'retry') {
      for (const row of batch) row.sending = false
      flushAfter(outcome.inMs)
      return report({ ...outcome, kind: 'retrying' })
    }
    if (outcome.kind === 'refused') return drop(batch, `http_${outcome.status}`, outcome.message)
    drop(batch)
    const { rejected } = outcome
    report({ kind: 'sent', count: batch.length - rejected.length })
    for (const { index, code, message } of rejected)
      report({ kind: 'rejected', index, messageId: batch[index]?.id, code, message })
    needs.onDelivered()
  }
  const deliver = async (batch: readonly Row[], leaving: boolean): Promise<void> => {
    for (const row of batch) row.sending = true
    const answer = await needs.send(bodyOf(batch, settings.writeKey, now(), needs.late?.()), leaving)
    const [next, outcome] = settle(state, answer, batch.length, now(), (random(1)[0] || 0) / 256)
    state = next
    apply(batch, outcome)
  }
  const nextBatch = (bytes: number): Row[] => cut(queue.waiting(), state.mostEvents, bytes)

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const batch = nextBatch(settings.maxBatchBytes)
      if (batch.length === 0 || !started) return
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
  const take = (older: readonly Row[]): void => {
    drop(queue.addOlder(older), 'queue_full')
    // Answered while the page was away.
    drop(older.filter(({ id }) => flying.some((row) => row.done && row.id === id)))
    writeSoon()
    // They have waited long enough; what this page has just said may wait for company.
    if (older.length > 0) flushAfter(wait())
  }
  /** One after another: who comes later must not miss what the first is about to bring. */
  const adopt = (): Promise<void> => (adopting = adopting.then(journal.adopt).then(take).catch(failed))
  /** The bytes of all requests that outlive the page are limited together. */
  const sendLast = (): void => {
    for (;;) {
      const room = settings.maxBatchBytes - sizeOf(queue.all().filter(({ sending }) => sending))
      const batch = nextBatch(room)
      if (batch.length === 0 || sizeOf(batch) > room) return
      deliver(batch, true).catch(failed)
    }
  }
  const leave = (gone: boolean): void => {
    if (!started) return
    if (wait() === 0) sendLast()
    const kept = journal.spill(queue.all())
    if (!gone) return
    away = true
    // Whoever comes next adopts what is kept, this page included.
    flying = flying.concat(queue.all().filter(({ sending }) => sending))
    queue.remove(kept)
    journal.release()
  }
  const stop = (): void => {
    started = false
    cancelFlush()
    cancelWrite?.()
    cancelWrite = undefined
    due = Infinity
  }

  return {
    add(row) {
      drop(queue.add(row), 'queue_full')
      notice()
      if (away) leave(true)
    },
    start() {
      started = true
      notice()
      void adopt()
      // A tab that has just crashed may still seem to live.
      after(ADOPT_AGAIN_MS, () => void (started && adopt()))
    },
    flush,
    leave,
    back() {
      if (!started) return
      away = false
      // No reason to wait any longer for a failure of before: what this page holds goes as well as what it takes over.
      state = { ...state, notBefore: 0 }
      void adopt()
      flushAfter(0)
    },
    discard() {
      drop(queue.all())
      // Before anything was allowed nothing was stored: not even to look is then needed.
      if (started) journal.clear().catch(failed)
      stop()
    },
    stop,
  }
}
