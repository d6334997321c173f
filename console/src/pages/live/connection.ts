/** The open line to the server: events as they come, and what became of the line itself. */

export type LineState = 'connecting' | 'open' | 'retrying'

export interface LineListener<Event> {
  onState(state: LineState): void
  /** In the order they came; `dropped` counts those the server had to let go. */
  onEvents(events: Event[], dropped: number): void
  /** The server closed the line for good; the key may no longer be accepted. */
  onRefused(): void
}

/** Rows are handed over a few times a second, so that a busy site does not freeze the page. */
const GATHER_MS = 200
const RETRY_MS = 3_000
/** More than the list can show need not be kept between two handovers. */
const MOST_GATHERED = 1_000

/** Opens the line and keeps it open; the returned function closes it. `wishes` say which events. */
export function openLine<Event>(
  key: string,
  listener: LineListener<Event>,
  wishes: Record<string, string> = {},
): () => void {
  let events: Event[] = []
  let dropped = 0
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  const gather = setInterval(() => {
    if (events.length === 0 && dropped === 0) return
    listener.onEvents(events, dropped)
    events = []
    dropped = 0
  }, GATHER_MS)

  const open = (): void => {
    source = new EventSource(`/v1/live?${new URLSearchParams({ ...wishes, key })}`)
    source.addEventListener('open', () => listener.onState('open'))
    source.addEventListener('message', ({ data }) => {
      if (events.length < MOST_GATHERED) events.push(JSON.parse(data) as Event)
      else dropped += 1
    })
    source.addEventListener('dropped', ({ data }) => {
      dropped += Number(data) || 0
    })
    source.addEventListener('error', lost)
  }
  /** The browser tries again by itself after a cut, but gives up after a refusal: then we ask why, and try on. */
  const lost = (): void => {
    listener.onState('retrying')
    if (source?.readyState !== EventSource.CLOSED) return
    listener.onRefused()
    clearTimeout(retry)
    retry = setTimeout(open, RETRY_MS)
  }

  listener.onState('connecting')
  open()
  return () => {
    source?.close()
    clearInterval(gather)
    clearTimeout(retry)
  }
}
