/** What is done to the door while others use it, with the figures that are promised. */
import { hold, SLOW_HEAD } from '@firefly/e2e/edge/sockets'

export interface Attack {
  title: string
  /** Begins; the outcome ends it and tells what came of it. */
  begin: (origin: string) => Promise<() => Promise<string>>
}

/** Slower than any sender, and often enough that no limit on silence cuts it. */
const DRIP_MS = 500
const MOST_HEAD_BYTES = 16 * 1024
/** Of a flood; each sends its next request once the one before is answered. */
const FLOODERS = 16
const SLOW_BODY = `${SLOW_HEAD}x\r\nauthorization: Bearer bench-key\r\ncontent-length: 100000\r\n\r\n{`

const held = async (origin: string, count: number, first?: string): Promise<() => Promise<string>> => {
  const drip = first === undefined ? {} : { drip: { first, everyMs: DRIP_MS } }
  const holders = await hold(origin, count, { again: true, ...drip })
  return async () => {
    const told = `${holders.open()} held at the end, ${holders.cut()} cut`
    holders.release()
    return told
  }
}

/** Requests one after another with a header of so many bytes, as fast as they are answered. */
async function flood(origin: string, bytes: number): Promise<() => Promise<string>> {
  const statuses = new Map<number, number>()
  const over = new AbortController()
  const headers = { authorization: 'Bearer nobody', 'x-flood': 'x'.repeat(bytes) }
  const send = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const answer = await fetch(`${origin}/v1/batch`, { method: 'POST', headers, body: '{}' })
      await answer.arrayBuffer()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    }
  }
  const sending = Array.from({ length: FLOODERS }, () => send().catch(() => undefined))
  return async () => {
    over.abort()
    await Promise.all(sending)
    return [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  }
}

export const ATTACKS: readonly Attack[] = [
  { title: '2,000 sockets whose head never ends', begin: (origin) => held(origin, 2_000, SLOW_HEAD) },
  { title: '2,000 sockets whose body never ends', begin: (origin) => held(origin, 2_000, SLOW_BODY) },
  { title: '5,000 sockets that say nothing', begin: (origin) => held(origin, 5_000) },
  { title: 'heads of 15 KB, unknown key', begin: (origin) => flood(origin, MOST_HEAD_BYTES - 1_024) },
  { title: 'heads of 17 KB', begin: (origin) => flood(origin, MOST_HEAD_BYTES + 1_024) },
]
