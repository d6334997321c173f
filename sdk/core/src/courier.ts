/** Keeps events until the collector has them: holds the bounded queue, decides when to send, and what of it is kept where. */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { bodyOf, tailOf } from './batch.ts'
import { retryIn } from './delivery.ts'
import { objectIn } from './json.ts'
import { addressOf, type Destination } from './options.ts'
import type { Answer, Platform } from './platform.ts'
import type { LossReason, Reporter } from './report.ts'
import { ADOPT_AGAIN_MS, type Courier, FRAME_BYTES, TOO_LARGE, WRITE_AFTER_MS } from './queue.ts'
import { bytesOf, isSending, isWaiting, type Row, sizeOf, textOf } from './row.ts'
import { soon } from './soon.ts'

export interface CourierNeeds
  extends Pick<Platform, 'now' | 'after' | 'random' | 'shelf' | 'ownership' | 'late' | 'send'> {
  options: Destination
  report: Reporter
  makeOwner: () => string
  /** See `Row`. */
  base: string
  /** The collector has taken a batch: the moment to tell it what was lost. */
  onDelivered: () => void
}

/** A chunk that has had so many takes no more: to write it anew must stay cheap, and some hosts keep no value of 200 KB. */
const CHUNK_BYTES = 64_000
/** Counted from here, numbers sort as text for as long as any page lives. */
const FIRST = 1e9

/**
 * An event as it is kept: its text, and in the first of a chunk what they share. Versions of before have put the event's id in front,
 * what is shared into each, and its own context, which was not in its text, behind.
 */
type KeptRow = [id: unknown, text: string, base: string, own?: string]

/** A key is `owner/number`, and an owner's name a message id. */
const ownerOf = (key: string): string => key.slice(0, 36)

export function createCourier(needs: CourierNeeds): Courier {
  const { now, after, random, shelf, ownership, late, send } = needs
  const { options, report, makeOwner, base, onDelivered } = needs
  const { flushAt = 50, flushInterval = 2_000, maxBatchBytes = 60_000 } = options
  const { maxQueueEvents = 10_000, maxQueueBytes = 5_000_000, requestTimeout = 10_000 } = options
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  /** What is not sent, oldest first. Memory is the truth while the page lives; the rest is for after. */
  let rows: Row[] = []
  let failures = 0
  let mostEvents = MAX_BATCH_EVENTS
  let live = false
  let away = false
  /** Nothing is sent before this is over; how to end it. */
  let endPause: (() => void) | undefined
  let running: Promise<void> | undefined
  let owner = makeOwner()
  let count = FIRST
  /** The chunk that takes new events, and how many bytes more. */
  let open: string
  let room = 0
  /** Chunks that have to be written anew. */
  const stale = new Set<string>()
  /** The owners whose chunks are this page's affair, and how to let go of each; another map after each time the page is gone. */
  let held = new Map<string, () => void>()
  /** Answered since the page went away: what it left behind may bring them back. None while it is here. */
  let answered: Set<string> | undefined
  let adopting = Promise.resolve()

  const save = (): void =>
    stale.forEach((chunk) => {
      const mine = rows.filter((row) => row.chunk === chunk)
      const text = mine[0] ? JSON.stringify(mine.map(({ text, base }) => ['', text, base])) : ''
      if (shelf.put(chunk, text, failed)) stale.delete(chunk)
      else failed('storage')
    })
  /** The oldest make room; what is in a request is spared, for it is likely to be gone in a moment. */
  const makeRoom = (): void => {
    let over = rows.length - maxQueueEvents
    let much = sizeOf(rows) - maxQueueBytes
    const oldest = rows.filter(
      (row) => (over > 0 || much > 0) && isWaiting(row) && (over--, (much -= row.size), true),
    )
    if (oldest[0]) drop(oldest, 'queue_full')
  }
  const writeSoon = soon(after, WRITE_AFTER_MS, () => {
    // Not at every event: to look through a long queue is most of the cost of a call.
    makeRoom()
    // Nothing is written under a name that is not held, but what is said last: another page would take it for an orphan.
    if (held.has(owner)) save()
    if (rows.length >= flushAt && !endPause) void flush()
  })
  const flushSoon = soon(after, flushInterval, () => flush())
  const notice = (): void => {
    if (!live) return makeRoom()
    writeSoon()
    flushSoon()
  }
  const hold = (held: Row[]): void => {
    rows = held
    notice()
  }
  const drop = (gone: readonly Row[], reason?: LossReason, message?: string): void => {
    const texts = new Set(gone.map(textOf))
    texts.forEach((text) => answered?.add(text))
    hold(rows.filter(({ text, chunk }) => !(texts.has(text) && stale.add(chunk))))
    if (reason) report({ kind: 'dropped', reason, count: gone.length, message })
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
    const { rejected = [], code, message } = objectIn(body) as Partial<BatchAnswer & ErrorAnswer>
    if (status >= 300 && rejected.length !== size) return drop(batch, `http_${status}`, `${code}: ${message}`)
    drop(batch)
    report({ kind: 'sent', count: size - rejected.length })
    for (const each of rejected) report({ ...(each as Required<typeof each>), kind: 'rejected' })
    onDelivered()
  }
  /** False when there was nothing to send, or not now. A page that leaves sends no event that does not fit. */
  const deliver = async (leaving = false): Promise<boolean> => {
    // The bytes of all requests that outlive a page are limited together.
    let left = maxBatchBytes - FRAME_BYTES - sizeOf(rows.filter(isSending))
    const batch: Row[] = []
    for (const row of rows.filter(isWaiting))
      if (
        batch.length < mostEvents &&
        row.base === (batch[0] || row).base &&
        ((left -= row.size) >= 0 || !(leaving || batch.length))
      )
        batch.push(row)
    if (!live || endPause || !batch[0]) return false
    for (const row of batch) row.sending = true
    const body = bodyOf(batch, options.writeKey, now(), late)
    apply(batch, await send(addressOf(options), body, { timeoutMs: requestTimeout, leaving }))
    return true
  }
  const sendAll = async (): Promise<void> => {
    while (await deliver());
  }
  const flush = (): Promise<void> =>
    (running ||= sendAll()
      .catch(failed)
      .finally(() => {
        running = undefined
        // What came in while the last answer was applied; after a pause all go.
        if (!endPause && rows.some(isWaiting)) notice()
      }))

  const take = async (): Promise<void> => {
    const holding = held
    const found = new Set<string>()
    const claim = async (name: string): Promise<void> => {
      const letGo = !holding.has(name) && (await ownership.claim(name))
      if (!letGo) return
      // The page may have left while the claim was under way.
      if (holding !== held) return letGo()
      holding.set(name, letGo)
      // What is this page's own is in its memory.
      if (name !== owner) found.add(name)
    }
    await claim(owner)
    for (const [key] of await shelf.all()) await claim(ownerOf(key))
    // Looked up again after the claims: an owner may have written until its last moment.
    const kept = await shelf.all()
    // oxlint-disable-next-line no-array-sort -- browsers of 2020 sort in place. An owner's name begins with when it was made.
    kept.sort(([one], [other]) => (one < other ? -1 : 1))
    if (holding !== held || !live) return
    const known = new Set(rows.map(textOf).concat(Array.from(answered || [])))
    const older: Row[] = []
    for (const [chunk, text] of kept)
      if (found.has(ownerOf(chunk))) {
        stale.add(chunk)
        for (const [, event, base, own] of Object.values(objectIn(text)) as KeptRow[]) {
          const text = own ? event.slice(0, -1) + tailOf(own) : event
          if (!known.has(text) && known.add(text)) older.push({ text, base, chunk, size: bytesOf(text) })
        }
      }
    answered = undefined
    hold(older.concat(rows))
    // They have waited long enough; what this page has just said may wait for company.
    if (older[0]) void flush()
  }
  /** One after another: who comes later must not miss what the first is about to bring. */
  const adopt = (): void => void (adopting = adopting.then(take).catch(failed))

  const leave = (gone: boolean): void => {
    if (!live) return
    deliver(true).catch(failed)
    save()
    shelf.settle?.()
    if (!gone) return
    // Whoever comes next adopts what is kept, this page included.
    away = true
    answered ||= new Set()
    held.forEach((letGo) => letGo())
    held = new Map()
    owner = makeOwner()
    room = 0
    hold(rows.filter(({ chunk }) => stale.has(chunk)))
  }

  return {
    add(text, own, size = bytesOf(text)) {
      room -= size
      if (room < 0) {
        room = CHUNK_BYTES
        open = `${owner}/${count++}`
      }
      stale.add(open)
      rows.push({ text, own, base, chunk: open, size })
      notice()
      if (away) leave(true)
    },
    start() {
      live = true
      notice()
      adopt()
      // A tab that has just crashed may still seem to live.
      after(ADOPT_AGAIN_MS, () => live && adopt())
    },
    flush,
    leave,
    back() {
      if (!live) return
      away = false
      // No reason to wait any longer for a failure of before: what this page holds goes as well as what it takes over.
      goOn()
      adopt()
    },
    stop() {
      live = false
      rows = []
      stale.clear()
    },
  }
}
