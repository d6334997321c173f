/**
 * Sends one body at a steady rate, however late answers come. Each request has its time, and one that waits for a connection
 * is late already: a server that stands still is told by all that should have come meanwhile, not by those under way alone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { keepOpen } from './connections.ts'
import type { Load, Measured } from './load.ts'
import { percentile } from './table.ts'

export type SteadyLoad = Load & {
  overallRate: number
  /** Seconds in front of those that count: the sender's own code is not compiled yet, and comes late with the first requests of all. */
  settle?: number
}

const TICK_MS = 1
/** How long answers are waited for in the end. */
const LONGEST_MS = 10_000

export async function sendSteadily(load: SteadyLoad): Promise<Measured> {
  const { seconds, settle = 0, overallRate: rate } = load
  const first = Math.round(settle * rate)
  const whole = first + Math.round(seconds * rate)
  const latencies: number[] = []
  let [due, sent, failed, settled, started] = [0, 0, 0, 0, 0]
  const open = await keepOpen(load, {
    next: () => (sent < due ? sent++ : undefined),
    answered(request, status) {
      if (status < 200 || status >= 300) failed++
      else if (request < first) settled++
      else latencies.push(performance.now() - started - (request / rate) * 1_000)
    },
    lost: () => void failed++,
  })
  started = performance.now()
  while (due < whole) {
    due = Math.min(whole, Math.ceil(((performance.now() - started) / 1_000) * rate))
    open.wake()
    await sleep(TICK_MS)
  }
  const isOver = (): boolean => latencies.length + settled + failed === whole
  for (const late = performance.now() + LONGEST_MS; !isOver() && performance.now() < late; ) await sleep(10)
  open.close()
  const sorted = latencies.toSorted((a, b) => a - b)
  return {
    requestsPerSecond: latencies.length / seconds,
    p50: Math.round(percentile(sorted, 0.5)),
    p99: Math.round(percentile(sorted, 0.99)),
    answered: latencies.length,
    failed: whole - latencies.length - settled,
  }
}
