/** The whole product: how many events a second become rows that a query sees, and how soon one event does. */
import { ask, drained, sendBatch, status } from '@firefly/e2e/client'
import type { Running } from '@firefly/e2e/launch'
import { measure } from './load.ts'
import { EVENTS_A_BATCH, makeBatch } from './payload.ts'

export interface WholeWay {
  acceptedPerSecond: number
  /** Events sent divided by the time until the last of them could be queried. */
  queryablePerSecond: number
  events: number
}

export async function measureWholeWay(
  server: Running,
  seconds: number,
  connections: number,
): Promise<WholeWay> {
  const before = await status(server)
  const started = performance.now()
  const headers = { authorization: `Bearer ${server.writeKey}` }
  const load = await measure({
    url: `${server.url}/v1/batch`,
    body: makeBatch(),
    headers,
    seconds,
    connections,
  })
  const after = await drained(server)
  const events = after.stored - before.stored
  return {
    acceptedPerSecond: load.requestsPerSecond * EVENTS_A_BATCH,
    queryablePerSecond: events / ((performance.now() - started) / 1000),
    events,
  }
}

/** Milliseconds from sending an event to the first query that counts it, while others come in. */
export async function measureFreshness(server: Running, probes: number): Promise<number[]> {
  const background = setInterval(() => void sendBatch(server, JSON.parse(makeBatch('Background')).batch), 20)
  const times: number[] = []
  for (let probe = 1; probe <= probes; probe++) {
    const started = performance.now()
    await sendBatch(server, [{ type: 'track', event: 'Probe', anonymousId: `probe-${probe}` }])
    while ((await countProbes(server)) < probe) await new Promise((resolve) => setTimeout(resolve, 5))
    times.push(performance.now() - started)
  }
  clearInterval(background)
  return times.toSorted((a, b) => a - b)
}

async function countProbes(server: Running): Promise<number> {
  const [from, to] = [
    new Date(Date.now() - 3_600_000).toISOString(),
    new Date(Date.now() + 60_000).toISOString(),
  ]
  const { result } = await ask(server, {
    kind: 'trend',
    from,
    to,
    interval: 'hour',
    series: [{ event: 'Probe' }],
  })
  return result.series[0]?.total ?? 0
}
