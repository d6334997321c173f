/** Passes rows on to those who watch, the moment the store holds them. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { LiveEvent, LiveFeed } from '@firefly/protocol/live'

export interface LiveHub extends LiveFeed {
  publish(rows: readonly EventRow[]): void
  /** Nobody watches most of the time, and then a row must cost nothing. */
  isWatched: () => boolean
}

type Listener = (event: LiveEvent) => void

export function createLiveHub(): LiveHub {
  const watchers = new Map<string, Set<Listener>>()
  return {
    subscribe(project, listener) {
      const listeners = watchers.get(project) ?? new Set()
      watchers.set(project, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) watchers.delete(project)
      }
    },
    publish(rows) {
      for (const row of rows) publishTo(watchers.get(row.project), row)
    },
    isWatched: () => watchers.size > 0,
  }
}

function publishTo(listeners: ReadonlySet<Listener> | undefined, row: EventRow): void {
  if (!listeners) return
  const event = liveEvent(row)
  for (const listener of listeners) listener(event)
}

const liveEvent = (row: EventRow): LiveEvent => ({
  messageId: row.message_id,
  event: row.event,
  time: new Date(row.time).toISOString(),
  receivedAt: new Date(row.received_at).toISOString(),
  distinctId: row.user_id || row.anonymous_id,
  sessionId: row.session_id,
  platform: row.platform,
  pathname: row.pathname,
  country: row.country,
  browser: row.browser,
  os: row.os,
  properties: row.properties,
})
