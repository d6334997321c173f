/** A log in memory: for tests, and for trying things out. Nothing survives the process. */
import { partitionOf } from './partitioning.ts'
import type { AppendOutcome, EventLog, Lag, LogRecord, Partition, Position, Subscription } from './port.ts'
import { createWake, type Wake } from './wake.ts'

interface Lane {
  records: LogRecord[]
  wake: Wake
}

export function createMemoryLog(lanes = 1, clock: () => number = Date.now): EventLog {
  const all: Lane[] = Array.from({ length: lanes }, () => ({ records: [], wake: createWake() }))
  const positions = new Map<string, Position>()
  const subscriptions = new Set<Subscription>()
  let closed = false
  const positionOf = (group: string, id: number): Position =>
    positions.get(`${group} ${id}`) ?? { offset: 0, note: '' }
  return {
    async append({ key, value, events }): Promise<AppendOutcome> {
      if (closed) return { outcome: 'unavailable', detail: 'the log is closed' }
      const partition = partitionOf(key, lanes)
      const lane = all[partition] as Lane
      const offset = lane.records.length
      lane.records.push({ offset, value, events, appendedAt: clock() })
      lane.wake.wakeAll()
      return { outcome: 'appended', partition, offset }
    },
    async subscribe(group, worker) {
      const abort = new AbortController()
      const workers = all.map((lane, id) => worker(hold(lane, id, group, abort.signal), abort.signal))
      const done = Promise.all(workers).then(() => undefined)
      const subscription = { done, stop: () => (abort.abort(), done) }
      subscriptions.add(subscription)
      return subscription
    },
    async lag(group): Promise<Lag> {
      const waiting = all.flatMap(({ records }, id) => records.slice(positionOf(group, id).offset))
      const lag = { records: waiting.length, events: waiting.reduce((sum, { events }) => sum + events, 0) }
      const oldest = waiting[0]
      return oldest ? { ...lag, oldestAt: oldest.appendedAt } : lag
    },
    positions: async (group) => all.map((_lane, id) => positionOf(group, id)),
    async redact(change) {
      let records = 0
      for (const { records: list } of all)
        for (const [at, record] of list.entries()) {
          const value = change(record.value)
          if (value === undefined) continue
          list[at] = { ...record, value }
          records++
        }
      return { records }
    },
    async ready() {
      if (closed) throw new Error('the log is closed')
    },
    async close() {
      closed = true
      await Promise.allSettled([...subscriptions].map((subscription) => subscription.stop()))
    },
  }

  function hold(lane: Lane, id: number, group: string, signal: AbortSignal): Partition {
    return {
      id,
      position: async () => positionOf(group, id),
      commit: async (position) => void positions.set(`${group} ${id}`, position),
      async read({ from, until = Number.POSITIVE_INFINITY, maxBytes, waitMs }) {
        if (lane.records.length <= from) await lane.wake.next(waitMs, signal)
        let bytes = 0
        return lane.records.slice(from, Math.min(until, lane.records.length)).filter(({ value }, at) => {
          bytes += value.length
          return at === 0 || bytes <= maxBytes
        })
      },
    }
  }
}
