/** What the client says about itself: platform, library, app, language, system and device. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from '../arrival.ts'

export type Client = Pick<EventRow, 'platform' | 'library' | 'app_version' | 'language'>
type Needs = Pick<Arrival, 'context' | 'header'>

export const clientOf = ({ context, header }: Needs): Client => ({
  platform: platformOf({ context, header }),
  library: [context.library?.name, context.library?.version].filter(Boolean).join('/'),
  app_version: context.app?.version ?? '',
  language: context.locale ?? '',
})

/** Segment's mobile libraries name the system in `device.type`; a page or a browser's user agent means the web. */
function platformOf({ context, header }: Needs): string {
  if (context.platform) return context.platform
  const device = context.device?.type?.toLowerCase()
  if (device === 'android' || device === 'ios') return device
  const userAgent = context.userAgent ?? header.userAgent ?? ''
  return context.page || userAgent.startsWith('Mozilla/') ? 'web' : 'server'
}

/** An SDK on a server sent it: the request is the server's, not of whoever did it. */
export const isOfServer = (needs: Needs): boolean =>
  Boolean(needs.context.library?.name) && platformOf(needs) === 'server'
