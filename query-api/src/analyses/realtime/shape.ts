/** From rows to the last minutes: every minute present, every list from its most frequent on. */
import type { RealtimeResult } from '@firefly/protocol/query/realtime'
import type { RealtimePlan } from './plan.ts'
import type { RealtimeRow } from './sql.ts'

export function shapeRealtime(
  { minutes, limit }: RealtimePlan,
  rows: readonly RealtimeRow[],
): RealtimeResult {
  const of = (list: RealtimeRow['list']): RealtimeRow[] => rows.filter((row) => row.list === list)
  const ranked = (list: RealtimeRow['list']): RealtimeResult['topEvents'] =>
    of(list)
      .slice(0, limit)
      .map(({ name, count, users }) => ({ name, count: Number(count), users: Number(users) }))
  const byMinute = new Map(of('minute').map((row) => [Number(row.name) * 1000, row]))
  return {
    activeUsers: Number(of('all')[0]?.users ?? 0),
    perMinute: minutes.map(({ start, label }) => ({
      minute: label,
      events: Number(byMinute.get(start)?.count ?? 0),
      users: Number(byMinute.get(start)?.users ?? 0),
    })),
    topEvents: ranked('event'),
    topPages: ranked('page'),
    platforms: ranked('platform'),
  }
}
