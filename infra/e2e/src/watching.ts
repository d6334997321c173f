/** What a person who watches is sent: reads server-sent events until enough have come. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Watch<Event> {
  /** All that came so far. */
  readonly events: readonly Event[]
  /** Resolves once `wanted` holds for one of them; rejects after a minute with what came. */
  until(wanted: (event: Event) => boolean): Promise<Event>
  stop(): void
}

/** Resolves once the stream is open. */
export async function watch<Event>(url: string): Promise<Watch<Event>> {
  const stopping = new AbortController()
  const response = await fetch(url, { signal: stopping.signal })
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`)
  const events: Event[] = []
  void read(response.body, events).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error
  })
  return {
    events,
    async until(wanted) {
      for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
        const found = events.find(wanted)
        if (found) return found
      }
      throw new Error(`did not come; came: ${JSON.stringify(events)}`)
    },
    stop: () => stopping.abort(),
  }
}

async function read(body: ReadableStream<Uint8Array>, into: unknown[]): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of body) {
    const lines = (text + decoder.decode(piece, { stream: true })).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) into.push(JSON.parse(line.slice(6)))
  }
}
