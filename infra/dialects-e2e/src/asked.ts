/** What a running Firefly knows of what an SDK sent. */
import { ask, drained } from '@firefly/e2e/client'
import type { Running } from '@firefly/e2e/launch'

type Filters = { property: string; operator: 'eq'; value: string }[]

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const DAYS = { from: daysAgo(2), to: daysAgo(-2) }

/** How often each event was stored with these properties, once nothing is on its way. */
export async function counts(
  server: Running,
  events: readonly string[],
  properties: Record<string, string> = {},
): Promise<Record<string, number>> {
  await drained(server)
  const filters: Filters = Object.entries(properties).map(([property, value]) => ({
    property,
    operator: 'eq',
    value,
  }))
  const series = events.map((event) => ({ event, filters }))
  const { result } = await ask(server, { kind: 'trend', ...DAYS, series })
  return Object.fromEntries(events.map((event, at) => [event, result.series[at]?.total ?? 0]))
}

/** How many people all events on a page of this path belong to. */
export async function peopleOn(server: Running, pathname: string): Promise<number> {
  await drained(server)
  const filters: Filters = [{ property: '$pathname', operator: 'eq', value: pathname }]
  const series = [{ math: 'unique_users' as const, filters }]
  const { result } = await ask(server, { kind: 'trend', ...DAYS, interval: 'month', series })
  return Math.max(...(result.series[0]?.values ?? []).map(Number))
}
