/**
 * How long somebody stayed on a page. Events are never rewritten, so the time stands on the event that ends it: on `$pageleave`
 * as the SDK counted it (`$duration`, seconds in view), else on the next page view of the session.
 */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { SESSION_IDLE_MS } from '@firefly/protocol/limits'

type Needs = Pick<
  EventRow,
  'project' | 'session_id' | 'anonymous_id' | 'user_id' | 'event' | 'pathname' | 'time' | 'properties'
>

interface Page {
  pathname: string
  time: number
}

/**
 * Adds `$previous_pathname` and `$previous_duration` (seconds) to a page view whose session had one before that no `$pageleave`
 * ended. Without a session it is the device that had one within half an hour.
 * Remembers the page of up to `maxSessions` sessions, the latest; after a restart the first page view of each goes without.
 */
export function createPageTimes(maxSessions: number): (event: Needs) => void {
  let young = new Map<string, Page>()
  let old = new Map<string, Page>()
  return ({ project, session_id, anonymous_id, user_id, event, pathname, time, properties }) => {
    if (event !== '$pageview' && event !== '$pageleave') return
    const session = `${project}\n${session_id || `\n${anonymous_id || user_id}`}`
    const before = young.get(session) ?? old.get(session)
    if (event === '$pageleave') return void (young.delete(session), old.delete(session))
    if (young.size >= maxSessions / 2) [old, young] = [young, new Map<string, Page>()]
    if (before && time < before.time) return
    young.set(session, { pathname, time })
    if (!before || time - before.time > SESSION_IDLE_MS) return
    properties['$previous_pathname'] ??= before.pathname
    properties['$previous_duration'] ??= String((time - before.time) / 1000)
  }
}
