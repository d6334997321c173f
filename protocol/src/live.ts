/** processors → query-api → console: an event as it was stored, for people who watch it happen. */

export interface LiveEvent {
  messageId: string
  event: string
  /** ISO instant of the event itself. */
  time: string
  /** ISO instant at which ingest read it. */
  receivedAt: string
  distinctId: string
  sessionId: string
  platform: string
  pathname: string
  country: string
  browser: string
  os: string
  properties: Record<string, string>
}

/** A source of stored events of one project. `subscribe` returns its own undo. */
export interface LiveFeed {
  subscribe(project: string, listener: (event: LiveEvent) => void): () => void
}
