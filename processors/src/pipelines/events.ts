/** The way of an event, read aloud. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from '../arrival.ts'
import { type Pipeline, start } from '../pipeline.ts'
import { clientOf } from '../steps/client.ts'
import { clockOf } from '../steps/clock.ts'
import { namedOf } from '../steps/normalise.ts'
import { createSessions } from '../steps/session.ts'

export type EventsPipeline = Pipeline<Arrival, EventRow & Arrival>
const blank = {
  url: '',
  host: '',
  pathname: '',
  title: '',
  referrer: '',
  referrer_host: '',
  channel: '',
  utm_source: '',
  utm_medium: '',
  utm_campaign: '',
  utm_term: '',
  utm_content: '',
  country: '',
  province: '',
  city: '',
  carrier: '',
  os: '',
  os_version: '',
  browser: '',
  browser_version: '',
  device_type: '',
  brand: '',
  model: '',
  is_bot: 0,
}
export async function openEventsPipeline(): Promise<EventsPipeline> {
  return start<Arrival>()
    .add('normalise', namedOf)
    .add('clock', clockOf)
    .add('client', clientOf)
    .add('blank', () => ({ ...blank }))
    .add('session', createSessions(200_000))
}
