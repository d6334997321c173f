/** One import of many lines in one request: how fast it goes, and what memory the server holds meanwhile. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant } from '../contestant.ts'
import { EVENTS_A_BATCH, makeBatch } from '../payload.ts'

export interface LongImport {
  megabytes: number
  events: number
  eventsPerSecond: number
  /** Megabytes of the server's own memory: at rest, and the most while the stream runs. */
  held: { before: number; most: number }
}

const MIB = 2 ** 20
const SAMPLE_MS = 100

export async function measureImport(server: Contestant, megabytes: number): Promise<LongImport> {
  const before = await heldBy(server)
  const started = performance.now()
  const over = new AbortController()
  const watching = mostHeldBy(server, over.signal)
  try {
    const events = await send(server.origin, megabytes)
    const eventsPerSecond = (events / (performance.now() - started)) * 1_000
    over.abort()
    return { megabytes, events, eventsPerSecond, held: { before, most: await watching } }
  } finally {
    over.abort()
  }
}

async function mostHeldBy(server: Contestant, over: AbortSignal): Promise<number> {
  let most = 0
  while (!over.aborted) {
    most = Math.max(most, await heldBy(server))
    await sleep(SAMPLE_MS)
  }
  return most
}

const heldBy = async (server: Contestant): Promise<number> => (await server.cost()).heldBytes / MIB

/** Resolves with the number of events accepted; rejects when it is not that of the lines. */
async function send(origin: string, megabytes: number): Promise<number> {
  const { batch } = JSON.parse(makeBatch()) as { batch: object[] }
  const lines = Buffer.from(
    batch
      .map((event) => `${JSON.stringify(event)}\n`)
      .join('')
      .repeat(50),
  )
  const chunks = Math.ceil((megabytes * MIB) / lines.length)
  const asked = request(`${origin}/v1/import`, {
    method: 'POST',
    headers: { authorization: 'Bearer bench-secret-key', 'content-type': 'application/x-ndjson' },
  })
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>
  await pipeline(Readable.from(Array.from({ length: chunks }, () => lines)), asked)
  const [answer] = await answered
  const text = Buffer.concat((await answer.toArray()) as Buffer[]).toString()
  const { accepted } = JSON.parse(text) as { accepted?: number }
  const sent = chunks * 50 * EVENTS_A_BATCH
  if (accepted !== sent)
    throw new Error(`${sent} events sent, answered ${answer.statusCode} ${text.slice(0, 200)}`)
  return accepted
}

export const importText = ({ megabytes, events, eventsPerSecond, held }: LongImport): string =>
  `/v1/import, one stream of ${megabytes} MB (${events.toLocaleString('en')} lines): \
${Math.round(eventsPerSecond).toLocaleString('en')} events/s, \
memory ${Math.round(held.before)} MB before, ${Math.round(held.most)} MB at most`
