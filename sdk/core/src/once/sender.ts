/** Sends what waits and says what an answer means for it, in the fewest bytes of code; where it is kept meanwhile is for others to say. */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { retryIn } from '../delivery.ts'
import { objectIn } from '../json.ts'
import { addressOf, type Destination } from '../options.ts'
import type { Answer, Platform } from '../platform.ts'
import { FRAME_BYTES, TOO_LARGE, WRITE_AFTER_MS } from '../queue.ts'
import type { LossReason, Reporter } from '../report.ts'
import { bytesOf, isSending, isWaiting, type Row as LongRow, sizeOf, textOf } from '../row.ts'
import { soon } from '../soon.ts'

export interface SenderNeeds extends Pick<Platform, 'now' | 'after' | 'random' | 'send'> {
  options: Destination
  report: Reporter
  /** Keeps all that is not sent, oldest first, in place of what was kept before. False when that failed. */
  keep: (texts: string[]) => boolean
  /** The context that all events of this page have in common, asked for when a batch is sent. */
  shared: () => object
  /** The collector has taken a batch: the moment to tell it what was lost. */
  onDelivered: () => void
}

export interface Sender {
  /** Takes an event as JSON; the rest happens later. */
  add: (text: string) => void
  /** From here on events may be kept and sent; first of all those that an earlier visit has left. */
  start: (older: string[]) => void
  /** Sends until nothing waits or the collector cannot take more now. Never rejects. */
  flush: () => Promise<void>
  /** The user is leaving: sends and keeps whatever can be, without waiting for anything. */
  leave: () => void
  /** The user or the network is back. */
  back: () => void
  /** Keeps what waits, now. False when that failed. */
  save: () => boolean
  /** Neither keeps nor sends from here on, and forgets what it has in memory. */
  stop: () => void
}

type Row = Pick<LongRow, 'text' | 'size' | 'sending'>

const rowOf = (text: string): Row => ({ text, size: bytesOf(text) })

export function createSender(needs: SenderNeeds): Sender {
  const { now, after, random, send, options, report, keep, shared, onDelivered } = needs
  const { flushAt = 50, flushInterval = 2_000, maxBatchBytes = 60_000 } = options
  const { requestTimeout = 10_000, maxQueueEvents = 1_000, maxQueueBytes = 800_000 } = options
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  /** What is not sent, oldest first. Memory is the truth while the program lives; what is kept is for after. */
  let rows: Row[] = []
  let failures = 0
  let mostEvents = MAX_BATCH_EVENTS
  let live = false
  /** Nothing is sent before this is over; how to end it. */
  let endPause: (() => void) | undefined
  let running: Promise<void> | undefined

  /** The oldest make room; what is in a request is spared, for it is likely to be gone in a moment. */
  const makeRoom = (): void => {
    let over = rows.length - maxQueueEvents
    let much = sizeOf(rows) - maxQueueBytes
    drop(
      rows.filter((row) => (over > 0 || much > 0) && isWaiting(row) && (over--, (much -= row.size), true)),
      'queue_full',
    )
  }
  const save = (): boolean => {
    makeRoom()
    return !live || keep(rows.map(textOf)) || (failed('storage'), false)
  }
  const writeSoon = soon(after, WRITE_AFTER_MS, () => {
    save()
    if (rows.length >= flushAt && !endPause) void flush()
  })
  const flushSoon = soon(after, flushInterval, () => flush())
  const notice = (): void => {
    writeSoon()
    flushSoon()
  }
  const drop = (gone: readonly Row[], reason?: LossReason, message?: string): void => {
    rows = rows.filter((row) => !gone.includes(row))
    if (reason && gone[0]) report({ kind: 'dropped', reason, count: gone.length, message })
  }
  const goOn = (): void => {
    endPause?.()
    endPause = undefined
    void flush()
  }
  const apply = (batch: readonly Row[], answer: Answer): void => {
    const { status, body } = answer
    const size = batch.length
    const isTooLarge = status === TOO_LARGE && size > 1
    const inMs = isTooLarge ? 0 : retryIn(answer, failures, now(), (random(1)[0] as number) / 256)
    if (inMs !== undefined) {
      if (isTooLarge) mostEvents = Math.ceil(size / 2)
      else failures++
      endPause?.()
      endPause = after(inMs, goOn)
      for (const row of batch) row.sending = false
      return report({ kind: 'retrying', status, inMs })
    }
    failures = 0
    mostEvents = Math.min(mostEvents * 2, MAX_BATCH_EVENTS)
    writeSoon()
    const { rejected = [], code, message } = objectIn(body) as Partial<BatchAnswer & ErrorAnswer>
    if (status >= 300 && rejected.length !== size) return drop(batch, `http_${status}`, `${code}: ${message}`)
    drop(batch)
    report({ kind: 'sent', count: size - rejected.length })
    for (const each of rejected) report({ ...(each as Required<typeof each>), kind: 'rejected' })
    onDelivered()
  }
  /** False when there was nothing to send, or not now. Who leaves sends no event that does not fit. */
  const deliver = async (leaving = false): Promise<boolean> => {
    // The bytes of all requests that outlive a page are limited together.
    let room = maxBatchBytes - FRAME_BYTES - sizeOf(rows.filter(isSending))
    const batch = rows
      .filter(isWaiting)
      .filter((row, index) => index < mostEvents && ((room -= row.size) >= 0 || !(leaving || index)))
    if (!live || endPause || !batch[0]) return false
    for (const row of batch) row.sending = true
    const frame = { writeKey: options.writeKey, sentAt: new Date(now()), context: shared(), batch: 0 }
    const body = `${JSON.stringify(frame).slice(0, -2)}[${batch.map(textOf).join()}]}`
    const request = { timeoutMs: requestTimeout, leaving }
    apply(batch, await send(addressOf(options), body, request).catch(() => ({ status: 0 })))
    return true
  }
  const sendAll = async (): Promise<void> => {
    while (await deliver().catch(failed));
    running = undefined
    // What came in while the last answer was applied; after a pause all go.
    if (!endPause && rows.some(isWaiting)) notice()
  }
  const flush = (): Promise<void> => (running ||= sendAll())

  return {
    add(text) {
      rows.push(rowOf(text))
      notice()
    },
    start(older) {
      live = true
      rows = older.map(rowOf).concat(rows)
      notice()
      // They have waited long enough; what has just been said may wait for company.
      if (older[0]) void flush()
    },
    flush,
    leave() {
      deliver(true).catch(failed)
      save()
    },
    back: goOn,
    save,
    stop() {
      live = false
      rows = []
    },
  }
}
