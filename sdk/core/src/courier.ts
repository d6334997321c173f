/** Keeps events until the collector has them: holds the bounded queue, decides when to send, and writes the journal. */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { bodyOf, cut } from './batch.ts'
import { retryIn } from './delivery.ts'
import type { Journal } from './journal.ts'
import { objectIn } from './json.ts'
import type { Settings } from './options.ts'
import type { Answer, Platform } from './platform.ts'
import type { LossReason, Reporter } from './report.ts'
import { type Row, sizeOf } from './row.ts'
import { soon } from './soon.ts'

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
const TOO_LARGE = 413

const isSending = ({ sending }: Row): boolean | undefined => sending
const isWaiting = ({ sending }: Row): boolean => !sending

export function createCourier(needs: CourierNeeds): Courier {
  const { journal, report, settings } = needs
  const { now, after, random } = needs.platform
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  /** What is not sent, oldest first. Memory is the truth while the page lives; the journal is for after. */
  let rows: Row[] = []
  let bytes = 0
  let failures = 0
  let mostEvents = MAX_BATCH_EVENTS
  let started = false
  let running: Promise<void> | undefined
  let adopting = Promise.resolve()
  /** Nothing is sent before this is over; how to end it. */
  let endPause: (() => void) | undefined
  /** The page is gone, for good or into the back-forward cache. */
  let away = false
  /** In a request when the page went away. */
  let flying: Row[] = []

  const writeSoon = soon(after, WRITE_AFTER_MS, () => started && journal.write(rows).catch(failed))
  const flushSoon = soon(after, settings.flushInterval, () => flush())
  /** For calls in a row: what is told in one go travels together. */
  const flushNow = soon(after, 0, () => flush())
  const notice = (): void => {
    if (!started) return
    writeSoon()
    if (rows.length < settings.flushAt) flushSoon()
    else flushNow()
  }
  const hold = (held: Row[]): void => {
    rows = held
    bytes = sizeOf(rows)
  }
  const drop = (gone: readonly Row[], reason?: LossReason, message?: string): void => {
    if (gone.length === 0) return
    for (const row of gone) row.done = true
    const ids = new Set(gone.map(({ id }) => id))
    hold(rows.filter(({ id }) => !ids.has(id)))
    journal.erase(gone, rows)
    if (reason) report({ kind: 'dropped', reason, count: gone.length, message })
  }
  /** The oldest make room; what is in a request is spared, for it is likely to be gone in a moment. */
  const makeRoom = (): void => {
    const over = Math.max(rows.length - settings.maxQueueEvents, bytes > settings.maxQueueBytes ? 1 : 0)
    const oldest = over > 0 ? rows.filter(isWaiting).slice(0, over) : []
    if (oldest.length === 0) return
    drop(oldest, 'queue_full')
    makeRoom()
  }
  const goOn = (): void => {
    endPause?.()
    endPause = undefined
    void flush()
  }
  const tryAgain = (batch: readonly Row[], status: number, inMs: number): void => {
    for (const row of batch) row.sending = false
    report({ kind: 'retrying', status, inMs })
  }
  const apply = (batch: readonly Row[], answer: Answer): void => {
    const { status, body } = answer
    const size = batch.length
    if (status === TOO_LARGE && size > 1) {
      mostEvents = Math.ceil(size / 2)
      return tryAgain(batch, status, 0)
    }
    const inMs = retryIn(answer, failures, now(), (random(1)[0] || 0) / 256)
    if (inMs !== undefined) {
      failures++
      endPause?.()
      endPause = after(inMs, goOn)
      return tryAgain(batch, status, inMs)
    }
    failures = 0
    mostEvents = Math.min(mostEvents * 2, MAX_BATCH_EVENTS)
    const { rejected: listed, code, message } = objectIn(body) as Partial<BatchAnswer & ErrorAnswer>
    const rejected = Array.isArray(listed) ? listed : []
    if (status >= 300 && rejected.length !== size) return drop(batch, `http_${status}`, `${code}: ${message}`)
    drop(batch)
    report({ kind: 'sent', count: size - rejected.length })
    for (const { index, code, message } of rejected)
      report({ kind: 'rejected', index, messageId: batch[index]?.id, code, message })
    needs.onDelivered()
  }
  const deliver = async (batch: readonly Row[], leaving: boolean): Promise<void> => {
    for (const row of batch) row.sending = true
    apply(batch, await needs.send(bodyOf(batch, settings.writeKey, now(), needs.late?.()), leaving))
  }
  const nextBatch = (room: number): Row[] => cut(rows.filter(isWaiting), mostEvents, room)

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const batch = nextBatch(settings.maxBatchBytes)
      if (!started || endPause || batch.length === 0) return
      await deliver(batch, false)
    }
  }
  const flush = (): Promise<void> =>
    (running ||= sendAll()
      .catch(failed)
      .finally(() => {
        running = undefined
        // What came in while the last answer was applied, or has to wait.
        if (rows.some(isWaiting)) notice()
      }))
  const take = (older: readonly Row[]): void => {
    const known = new Map(rows.map((row) => [row.id, row]))
    // Answered while the page was away.
    drop(older.filter(({ id }) => flying.some((row) => row.done && row.id === id)))
    const fresh = older.filter((row) => {
      const mine = known.get(row.id)
      if (mine) mine.chunk = row.chunk
      return !mine && !row.done
    })
    hold(fresh.concat(rows))
    makeRoom()
    notice()
    // They have waited long enough; what this page has just said may wait for company.
    if (older.length > 0) void flush()
  }
  /** One after another: who comes later must not miss what the first is about to bring. */
  const adopt = (): Promise<void> => (adopting = adopting.then(journal.adopt).then(take).catch(failed))
  const leave = (gone: boolean): void => {
    if (!started) return
    // The bytes of all requests that outlive the page are limited together.
    const room = settings.maxBatchBytes - sizeOf(rows.filter(isSending))
    const batch = nextBatch(room)
    if (!endPause && batch.length > 0 && sizeOf(batch) <= room) deliver(batch, true).catch(failed)
    const kept = new Set(journal.spill(rows))
    if (!gone) return
    away = true
    // Whoever comes next adopts what is kept, this page included.
    flying = flying.concat(rows.filter(isSending))
    hold(rows.filter((row) => row.sending || !kept.has(row)))
    journal.release()
  }
  const stop = (): void => {
    started = false
  }

  return {
    add(row) {
      rows.push(row)
      bytes += row.bytes
      makeRoom()
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
      goOn()
      void adopt()
    },
    discard() {
      drop(rows)
      // Before anything was allowed nothing was stored: not even to look is then needed.
      if (started) journal.clear().catch(failed)
      stop()
    },
    stop,
  }
}
