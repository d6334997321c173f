/**
 * How many events a project may send: so many a minute, refilled evenly, as much at once as a minute holds.
 * Each process counts for itself, and from time to time learns what all of them together have left.
 */

export interface Quotas {
  /** 0 when they may come; otherwise the seconds after which to try again. */
  take(project: string, perMinute: number, events: number): number
  /** Of each project that was asked about since the last time: what was spent since then. */
  spent(): Spent[]
  /** What all processes together have left, with all that was told of this one. */
  learn(project: string, remaining: number): void
  /** It could not be told: it is told the next time. */
  untold(spent: readonly Spent[]): void
}

export interface Spent {
  project: string
  perMinute: number
  spent: number
}

interface Bucket {
  left: number
  at: number
  perMinute: number
  /** Spent and not told yet. */
  untold: number
  isAsked: boolean
}

/** One event, but for what adding small parts of one loses. */
const WHOLE = 1 - 1e-9

/** A batch may overdraw what is left, so that one larger than the whole quota can come at all, and is paid for later. */
export function createQuotas(clock: () => number): Quotas {
  const buckets = new Map<string, Bucket>()
  return {
    take(project, perMinute, events) {
      const bucket = buckets.get(project) ?? full(perMinute, clock())
      buckets.set(project, bucket)
      Object.assign(bucket, { perMinute, isAsked: true })
      refill(bucket, clock())
      if (bucket.left < WHOLE) return Math.max(1, Math.ceil((1 - bucket.left) / (perMinute / 60)))
      bucket.left -= events
      bucket.untold += events
      return 0
    },
    spent: () => [...buckets].flatMap(([project, bucket]) => (bucket.isAsked ? [told(project, bucket)] : [])),
    learn(project, remaining) {
      const bucket = buckets.get(project)
      // Spent since it was told, which the answer does not know of yet.
      if (bucket) Object.assign(bucket, { left: remaining - bucket.untold, at: clock() })
    },
    untold(list) {
      for (const { project, spent } of list) {
        const bucket = buckets.get(project)
        if (bucket) Object.assign(bucket, { untold: bucket.untold + spent, isAsked: true })
      }
    },
  }
}

const full = (perMinute: number, at: number): Bucket => ({
  left: perMinute,
  at,
  perMinute,
  untold: 0,
  isAsked: true,
})

function refill(bucket: Bucket, now: number): void {
  const { left, at, perMinute } = bucket
  bucket.left = Math.min(perMinute, left + (Math.max(0, now - at) * perMinute) / 60_000)
  bucket.at = now
}

function told(project: string, bucket: Bucket): Spent {
  const { perMinute, untold } = bucket
  Object.assign(bucket, { untold: 0, isAsked: false })
  return { project, perMinute, spent: untold }
}
