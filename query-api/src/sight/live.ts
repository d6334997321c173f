/** An event for whoever watches, with what they may not see masked. */
import type { LiveEvent } from '@firefly/protocol/live'
import { allSeen, seen, type Sight } from './sight.ts'

export function liveSeen(event: LiveEvent, sight: Sight): LiveEvent {
  if (sight.hidden.length === 0) return event
  const { sessionId, platform, pathname, country, browser, os, properties } = event
  return {
    ...event,
    sessionId: seen('$session_id', sessionId, sight),
    platform: seen('$platform', platform, sight),
    pathname: seen('$pathname', pathname, sight),
    country: seen('$country', country, sight),
    browser: seen('$browser', browser, sight),
    os: seen('$os', os, sight),
    properties: allSeen(properties, sight),
  }
}
