/** Where the time of making a block goes: each part done alone, in processor time of the one thread that they share. */
import { createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import { createEventBlock } from '@firefly/clickhouse/tables/events'
import { type Arrival, openRecord } from '@firefly/processors/arrival'
import type { ArrivedRow } from '@firefly/processors/chunk'
import { createMemory } from '@firefly/processors/deduplicate'
import { createFingerprint, type Fingerprint } from '@firefly/processors/fingerprint'
import { type EventsPipeline, openEventsPipeline } from '@firefly/processors/pipelines/events'
import { BATCH, recordOf } from './corpus.ts'
import { threadSeconds } from './cost.ts'

/** Processor seconds for a million events, by part. */
export type Parts = Map<string, number>

const EVENTS = 20_000
const ROUNDS = 7

/** The best of some rounds, since whatever else the machine does only adds. */
export async function measureParts(): Promise<Parts> {
  const [fingerprint, pipeline] = [await createFingerprint(), openEventsPipeline()]
  const best: Parts = new Map()
  for (let round = 0; round < ROUNDS; round++)
    for (const [part, seconds] of measureRound(round, fingerprint, pipeline))
      best.set(part, Math.min(best.get(part) ?? Number.POSITIVE_INFINITY, (seconds / EVENTS) * 1e6))
  return best
}

function measureRound(round: number, fingerprint: Fingerprint, pipeline: EventsPipeline): Parts {
  const parts: Parts = new Map()
  const timed = (part: string, work: () => void): void => {
    const began = threadSeconds()
    work()
    parts.set(part, threadSeconds() - began)
  }
  const records = Array.from({ length: EVENTS / BATCH }, (_, at) => recordOf(round * EVENTS + at))
  const memory = createMemory({ horizonMs: 7 * 86_400_000, maxIds: 1_000_000 })
  const [tally, block] = [createCatalogueTally(), createEventBlock()]
  let arrivals: Arrival[] = []
  let rows: ArrivedRow[] = []
  let claims: bigint[] = []
  timed('open records', () => (arrivals = records.flatMap(eventsIn)))
  timed('pipeline', () => (rows = rowsOf(pipeline, arrivals)))
  timed('fingerprint', () => (claims = rows.map((row) => fingerprint(row.project, row.message_id))))
  timed('claim', () => claims.forEach((claim) => memory.claim(claim)))
  timed('catalogue', () => {
    for (const row of rows) tally.add(row)
    tally.blocks((table) => table)
  })
  timed('columns', () => rows.forEach((row) => block.add(row)))
  timed('bytes', () => void block.end())
  timed('remember', () => memory.keep(claims, Date.now()))
  return parts
}

const eventsIn = (value: Uint8Array, offset: number): Arrival[] => {
  const opened = openRecord(value, 0, offset)
  return opened.ok ? opened.arrivals : []
}

const rowsOf = (pipeline: EventsPipeline, arrivals: readonly Arrival[]): ArrivedRow[] =>
  arrivals.flatMap((arrival) => {
    const outcome = pipeline.run(arrival)
    return outcome.kind === 'ok' ? [outcome.value] : []
  })
