/** How many events a project may send: so many a minute, refilled evenly, as much at once as a minute holds. */

export interface Quotas {
  /** 0 when they may come; otherwise the seconds after which to try again. */
  take(project: string, perMinute: number, events: number): number
}

interface Bucket {
  left: number
  at: number
}

/** One event, but for what adding small parts of one loses. */
const WHOLE = 1 - 1e-9

/** A batch may overdraw what is left, so that one larger than the whole quota can come at all, and is paid for later. */
export function createQuotas(clock: () => number): Quotas {
  const buckets = new Map<string, Bucket>()
  return {
    take(project, perMinute, events) {
      const now = clock()
      const bucket = buckets.get(project) ?? { left: perMinute, at: now }
      const perMs = perMinute / 60_000
      bucket.left = Math.min(perMinute, bucket.left + Math.max(0, now - bucket.at) * perMs)
      bucket.at = now
      buckets.set(project, bucket)
      if (bucket.left < WHOLE) return Math.max(1, Math.ceil((1 - bucket.left) / perMs / 1_000))
      bucket.left -= events
      return 0
    },
  }
}
