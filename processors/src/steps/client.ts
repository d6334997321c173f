/** What the client says about itself: platform, library, app, language, system and device. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Context } from '@firefly/protocol/wire'
import type { Arrival } from '../arrival.ts'

export type Client = Pick<EventRow, 'platform' | 'library' | 'app_version' | 'language'>
type Needs = Pick<Arrival, 'context' | 'header'>

export const clientOf = ({ context, header }: Needs): Client => ({
  platform: context.platform ?? platformOf(context, context.userAgent ?? header.userAgent ?? ''),
  library: [context.library?.name, context.library?.version].filter(Boolean).join('/'),
  app_version: context.app?.version ?? '',
  language: context.locale ?? '',
})

/** Segment's mobile libraries name the system in `device.type`; a page or a browser's user agent means the web. */
function platformOf(context: Context, userAgent: string): string {
  const device = context.device?.type?.toLowerCase()
  if (device === 'android' || device === 'ios') return device
  return context.page || userAgent.startsWith('Mozilla/') ? 'web' : 'server'
}
