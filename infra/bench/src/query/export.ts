/** Exports events over HTTP as a client would, reads them away, and watches how much memory that takes. */
import type { FastifyInstance } from 'fastify'
import { DAYS, FIRST_DAY, PROJECT } from './generate.ts'

export interface Exported {
  format: 'csv' | 'ndjson'
  order: 'time' | 'any'
  rows: number
  bytes: number
  seconds: number
  /** Of the server, the engine and whoever reads, all in this process. */
  processorSeconds: number
  /** The most that the process had beyond what it had before, the engine's included. */
  grownBytes: number
}

const LOOK_EVERY_MS = 100
const LINE_END = 10
const DAY_MS = 86_400_000

/** So many rows in each format, and a quarter of them before, for how memory grows with rows. The server is this process. */
export async function measureExports(app: FastifyInstance, rows: number): Promise<Exported[]> {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const all: Exported[] = []
  // What the first export of all takes once is not what rows take.
  await exportRows(url, { format: 'csv', order: 'time' }, Math.ceil(rows / 50))
  for (const format of ['csv', 'ndjson'] as const)
    for (const order of ['time', 'any'] as const)
      for (const most of [Math.ceil(rows / 4), rows]) {
        console.error(`exporting: ${most.toLocaleString('en')} rows as ${format}, order ${order} …`)
        all.push(await exportRows(url, { format, order }, most))
      }
  return all
}

async function exportRows(
  url: string,
  { format, order }: Pick<Exported, 'format' | 'order'>,
  limit: number,
): Promise<Exported> {
  const to = new Date(Date.parse(FIRST_DAY) + (DAYS - 1) * DAY_MS).toISOString().slice(0, 10)
  const before = process.memoryUsage.rss()
  let most = before
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK_EVERY_MS)
  const [started, worked] = [performance.now(), process.cpuUsage()]
  try {
    const answer = await fetch(`${url}/v1/export?format=${format}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PROJECT}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from: FIRST_DAY, to, limit, order }),
    })
    if (!answer.ok || !answer.body) throw new Error(`${answer.status}: ${await answer.text()}`)
    const { lines, bytes } = await readAway(answer.body)
    const rows = lines - (format === 'csv' ? 1 : 0)
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(worked)
    const processorSeconds = (user + system) / 1e6
    return { format, order, rows, bytes, seconds, processorSeconds, grownBytes: Math.max(0, most - before) }
  } finally {
    clearInterval(looking)
  }
}

async function readAway(body: AsyncIterable<Uint8Array>): Promise<{ lines: number; bytes: number }> {
  let [lines, bytes] = [0, 0]
  for await (const chunk of body) {
    bytes += chunk.length
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) lines++
  }
  return { lines, bytes }
}
