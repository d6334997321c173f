/**
 * Keeps events until the collector has them, in the fewest bytes of code: all that a page has not sent is one text, in a storage
 * that answers at once. Decides when to send; what others have left becomes part of that text.
 */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { retryIn } from '../delivery.ts'
import { objectIn } from '../json.ts'
import type { Address, Tuning } from '../options.ts'
import type { Answer, Platform, State } from '../platform.ts'
import type { LossReason, Reporter } from '../report.ts'
import { ADOPT_AGAIN_MS, type Courier, FRAME_BYTES, TOO_LARGE, WRITE_AFTER_MS } from '../queue.ts'
import { bytesOf, isSending, isWaiting, type Row as LongRow, sizeOf, textOf } from '../row.ts'
import { soon } from '../soon.ts'

export interface SmallCourierNeeds
  extends Pick<Platform, 'context' | 'late' | 'now' | 'after' | 'random' | 'send' | 'ownership'> {
  /** Answers at once. */
  spillway: State
  /** What of an address is no text has been refused; what becomes one has not. */
  options: Omit<Address, 'host'> & { host: unknown } & Partial<Tuning>
  report: Reporter
  makeOwner: () => string
  /** The collector has taken a batch: the moment to tell it what was lost. */
  onDelivered: () => void
}

/** As the whole tracker keeps them, so that each can read what the other has left. */
type KeptRow = [id: unknown, text: string]

type Row = Pick<LongRow, 'text' | 'size' | 'sending'>

const rowOf = (text: string): Row => ({ text, size: bytesOf(text) })

export function createSmallCourier(needs: SmallCourierNeeds): Courier {
  const { context, late, now, after, random, send, spillway, ownership } = needs
  const { options, report, makeOwner, onDelivered } = needs
  const { path = '/v1/batch', flushAt = 50, flushInterval = 2_000, maxBatchBytes = 60_000 } = options
  const { requestTimeout = 10_000, maxQueueEvents = 1_000, maxQueueBytes = 1_000_000 } = options
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'delivery', error })
  /** What is not sent, oldest first. Memory is the truth while the page lives; the text is for after. */
  let rows: Row[] = []
  let failures = 0
  let mostEvents = MAX_BATCH_EVENTS
  let stopped = false
  let away = false
  /** Nothing is sent before this is over; how to end it. */
  let endPause: (() => void) | undefined
  let running: Promise<void> | undefined
  let adopting = Promise.resolve()
  let owner = makeOwner()
  /** The names of texts that are this page's, its own and those that others have left; and how to let go of each. */
  const held = new Map<string, () => void>()
  /** Answered since the page went away: what it left behind may bring them back. None while it is here. */
  let answered: Set<string> | undefined

  /** What others have left becomes part of this page's own text. */
  const save = (): boolean => {
    const kept = rows[0]
      ? spillway.set(owner, JSON.stringify(rows.map(({ text }) => ['', text])))
      : (spillway.remove(owner), true)
    if (kept)
      held.forEach((letGo, name) => {
        if (name === owner) return
        spillway.remove(name)
        letGo()
        held.delete(name)
      })
    return kept
  }
  const write = (): void => {
    // Nothing is written under a name that is not held, but what is said last: another page would take it for an orphan.
    if (held.has(owner) && !save()) failed('storage')
    if (rows.length >= flushAt && !endPause) void flush()
  }
  const writeSoon = soon(after, WRITE_AFTER_MS, write)
  const flushSoon = soon(after, flushInterval, () => flush())
  /** Holds these; the oldest make room, but for what is in a request: it is likely to be gone in a moment. */
  const hold = (held: Row[]): void => {
    rows = held
    writeSoon()
    flushSoon()
    const isFull = rows.length > maxQueueEvents || sizeOf(rows) > maxQueueBytes
    const oldest = isFull && rows.find(isWaiting)
    if (oldest) drop([oldest], 'queue_full')
  }
  const drop = (gone: readonly Row[], reason?: LossReason, message?: string): void => {
    gone.forEach(({ text }) => answered?.add(text))
    hold(rows.filter((row) => !gone.includes(row)))
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
    let room = maxBatchBytes - FRAME_BYTES - sizeOf(rows.filter(isSending))
    const batch = rows
      .filter(isWaiting)
      .filter((row, index) => index < mostEvents && ((room -= row.size) >= 0 || !(leaving || index)))
    if (stopped || endPause || !batch[0]) return false
    for (const row of batch) row.sending = true
    // What all events of this page have in common is asked for now, since some of it takes long to find out.
    const frame = {
      writeKey: options.writeKey,
      sentAt: new Date(now()),
      context: { ...context, ...late?.(), consent: 'not_required' },
      batch: 0,
    }
    const body = `${JSON.stringify(frame).slice(0, -2)}[${batch.map(textOf).join()}]}`
    const url = String(options.host).replace(/\/+$/, '') + path
    const request = { timeoutMs: requestTimeout, leaving }
    apply(batch, await send(url, body, request).catch(() => ({ status: 0 })))
    return true
  }
  const sendAll = async (): Promise<void> => {
    while (await deliver().catch(failed));
    running = undefined
    // What came in while the last answer was applied; after a pause all go.
    if (!endPause && rows.some(isWaiting)) hold(rows)
  }
  const flush = (): Promise<void> => (running ||= sendAll())
  const take = async (): Promise<void> => {
    const own = owner
    const found: [name: string, letGo: () => void][] = []
    // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text: a name begins with when it was made.
    for (const name of [own].concat(spillway.keys().sort())) {
      const letGo = !held.has(name) && (await ownership.claim(name))
      if (letGo) found.push([name, letGo])
    }
    // The page has left meanwhile.
    if (own !== owner) return found.forEach(([, letGo]) => letGo())
    const known = new Set([...rows.map(textOf), ...(answered || [])])
    answered = undefined
    const older = found
      .flatMap(([name, letGo]) => {
        held.set(name, letGo)
        return Object.values(objectIn(spillway.get(name))) as KeptRow[]
      })
      // Builds of before have kept the texts alone: a letter has no second one.
      .map((row) => (row[1][1] ? row[1] : row) as string)
      .filter((text) => !known.has(text) && known.add(text))
    hold(older.map(rowOf).concat(rows))
    // They have waited long enough; what this page has just said may wait for company.
    if (older[0]) void flush()
  }
  /** One after another: who comes later must not miss what the first is about to bring. */
  const adopt = (): void => void (adopting = adopting.then(take).catch(failed))
  const leave = (gone: boolean): void => {
    deliver(true).catch(failed)
    const kept = save()
    if (!gone) return
    // Whoever comes next adopts what is kept, this page included.
    away = true
    answered ||= new Set()
    if (kept) hold(rows.filter(isSending))
    held.forEach((letGo) => letGo())
    held.clear()
    owner = makeOwner()
  }
  // A tab that has just crashed may still seem to live.
  after(ADOPT_AGAIN_MS, () => stopped || adopt())

  return {
    add(text) {
      rows.push(rowOf(text))
      hold(rows)
      if (away) leave(true)
    },
    flush,
    leave,
    start: adopt,
    back() {
      away = false
      // No reason to wait any longer for a failure of before: what this page holds goes as well as what it takes over.
      goOn()
      adopt()
    },
    stop() {
      stopped = true
    },
  }
}
