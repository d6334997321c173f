/** The log on LMDB: one process, one folder, group commit, nothing acknowledged before the disk has it. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInFlight } from '../in-flight.ts'
import { addLag } from '../lag.ts'
import { partitionOf } from '../partitioning.ts'
import { patiently } from '../patience.ts'
import type { AppendOutcome, EventLog, Lag, NewRecord, OnLogEvent, Partition, Subscription } from '../port.ts'
import { createWake, type Wake } from '../wake.ts'
import { writeOnce } from '../whole-file.ts'
import { lockFolder } from './lock.ts'
import { openPositions, type Positions } from './positions.ts'
import { redactSegments } from './redact.ts'
import { doomed, type Retention } from './retention.ts'
import { openRoom } from './room.ts'
import { openSegments, type Segments } from './segments.ts'

export interface LmdbOptions extends Retention {
  path: string
  /** Used when the log is created; an existing log keeps its own number. */
  partitions: number
  segmentBytes: number
  segmentMs: number
  /** Records and bytes that may wait for the disk before appends are refused as overloaded. */
  maxInFlightRecords: number
  maxInFlightBytes: number
  retainEveryMs: number
  clock: () => number
  onEvent: OnLogEvent
}

export async function openLmdbLog(options: LmdbOptions): Promise<EventLog> {
  const { path, clock, onEvent } = options
  await mkdir(path, { recursive: true })
  const unlock = await lockFolder(path)
  const partitions = await partitionsOf(path, options.partitions)
  const room = openRoom(path)
  const segments = await openSegments({ ...options, folder: join(path, 'segments'), partitions, room })
  const positions = await openPositions(join(path, 'positions'), room)
  const ids = Array.from({ length: partitions }, (_, id) => id)
  const heads = ids.map((id) => segments.head(id))
  const wakes = ids.map(createWake)
  const subscriptions = new Set<Subscription>()
  const inFlight = createInFlight(options)

  const write = async (record: NewRecord): Promise<AppendOutcome> => {
    const segment = segments.growing ?? (await segments.roll())
    const partition = partitionOf(record.key, partitions)
    const head = heads[partition] as { offset: number; total: number }
    const [offset, total] = [head.offset, head.total + record.events]
    // Taken before the write begins, so that the next append of this partition comes after it.
    head.offset = offset + 1
    head.total = total
    await segment.put(partition, offset, {
      value: record.value,
      events: record.events,
      total,
      appendedAt: clock(),
    })
    wakes[partition]?.wakeAll()
    return { outcome: 'appended', partition, offset }
  }
  const retain = async (): Promise<void> => {
    await positions.whole()
    for (const { segment, reason } of doomed(segments.list, positions, clock(), options))
      await segments.drop(segment, reason)
  }
  // Segments are dropped or rewritten by one at a time.
  const alone = inTurn()
  const closing = new AbortController()
  const timer = every(options.retainEveryMs, () => alone(retain), onEvent)

  return {
    append: (record) => inFlight.run(record, write),
    async subscribe(group, worker) {
      const abort = new AbortController()
      const hold = (id: number): Partition =>
        holdPartition({
          id,
          group,
          segments,
          positions,
          wake: wakes[id] as Wake,
          signal: abort.signal,
          onEvent,
        })
      const done = Promise.all(ids.map((id) => worker(hold(id), abort.signal))).then(() => undefined)
      const subscription: Subscription = { done, stop: () => (abort.abort(), done) }
      subscriptions.add(subscription)
      return subscription
    },
    async lag(group) {
      await Promise.all([segments.whole(), positions.whole()])
      return ids.map((id) => lagOf(id, group, segments, positions)).reduce(addLag)
    },
    async positions(group) {
      await positions.whole()
      return ids.map((id) => positions.get(group, id))
    },
    async redact(change) {
      const folder = join(path, 'segments')
      const redacting = { folder, partitions, segments, change, room, onEvent, signal: closing.signal }
      return { records: await alone(() => redactSegments(redacting)) }
    },
    async ready() {
      if (inFlight.closed) throw new Error('the log is closed')
      if (inFlight.failure !== undefined) throw new Error('the last append failed')
    },
    async close() {
      closing.abort(new Error('the log is closing'))
      await inFlight.close()
      await timer.stop()
      await alone(async () => undefined)
      await Promise.allSettled([...subscriptions].map((subscription) => subscription.stop()))
      await Promise.all([segments.close(), positions.close()])
      room.close()
      await unlock()
    },
  }
}

/** Gives a way to run one piece of work after the other, whatever became of those before. */
function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const running = last.then(work)
    last = running.catch(() => undefined)
    return running
  }
}

/** Runs `work` again and again, never twice at once; a failure is reported and tried again next time. */
function every(
  waitMs: number,
  work: () => Promise<void>,
  onEvent: OnLogEvent,
): { stop: () => Promise<void> } {
  let running = Promise.resolve()
  let timer: NodeJS.Timeout
  const turn = (): void => {
    running = work().catch(report).then(schedule)
  }
  const schedule = (): void => {
    timer = setTimeout(turn, waitMs).unref()
  }
  const report = (error: unknown): void =>
    onEvent({ name: 'retention_failed', detail: error instanceof Error ? error.message : String(error) })
  schedule()
  return {
    async stop() {
      clearTimeout(timer)
      await running
      clearTimeout(timer)
    },
  }
}

interface Hold {
  id: number
  group: string
  segments: Segments
  positions: Positions
  wake: Wake
  signal: AbortSignal
  onEvent: OnLogEvent
}

const holdPartition = ({ id, group, segments, positions, wake, signal, onEvent }: Hold): Partition => ({
  id,
  async position() {
    await positions.whole()
    return positions.get(group, id)
  },
  commit: (position) =>
    patiently(() => positions.set(group, id, position), {
      // A full disk is waited out, but not by a process that has to end.
      mustGoOn: (error) => {
        if (error !== undefined && signal.aborted) throw error
      },
      event: 'commit_failed',
      onEvent,
    }),
  async read({ from, until = Number.MAX_SAFE_INTEGER, maxBytes, waitMs }) {
    if (segments.head(id).offset <= from) await wake.next(waitMs, signal)
    await segments.whole()
    return segments.read(id, from, until, maxBytes)
  },
})

function lagOf(id: number, group: string, segments: Segments, positions: Positions): Lag {
  const { offset } = positions.get(group, id)
  const head = segments.head(id)
  if (head.offset <= offset) return { records: 0, events: 0 }
  const [oldest] = segments.read(id, offset, Number.MAX_SAFE_INTEGER, 1)
  const lag = { records: head.offset - offset, events: head.total - segments.totalBefore(id, offset) }
  return oldest ? { ...lag, oldestAt: oldest.appendedAt } : lag
}

/** The number of partitions is part of the log: changing it would move devices between lanes. */
async function partitionsOf(path: string, wanted: number): Promise<number> {
  const file = join(path, 'log.json')
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { partitions: number }).partitions
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`${file} cannot be read; restore it: it says how many partitions the log has`, {
        cause: error,
      })
    await writeOnce(file, `${JSON.stringify({ version: 1, partitions: wanted })}\n`)
    return wanted
  }
}
