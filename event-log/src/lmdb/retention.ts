/** Which segments may go: those every group is done with, once they are old enough; beyond the size limit, the oldest. */
import type { Positions } from './positions.ts'
import type { Segment } from './segment.ts'

export interface Retention {
  /** How long a segment is kept after its last record, even when everybody has read it. */
  retainMs: number
  /** Most bytes of all segments together; beyond, unread records are dropped too, counted and told. */
  retainBytes: number
}

export interface Doomed {
  segment: Segment
  reason: 'age' | 'size'
}

/** The growing segment is never among them. */
export function doomed(
  list: readonly Segment[],
  positions: Positions,
  now: number,
  limits: Retention,
): Doomed[] {
  const settled = list.slice(0, -1)
  let excess = list.reduce((sum, { bytes }) => sum + bytes, 0) - limits.retainBytes
  return settled.flatMap((segment): Doomed[] => {
    const aged = isRead(segment, positions) && now - segment.endedAt >= limits.retainMs
    const surplus = excess > 0
    if (!aged && !surplus) return []
    excess -= segment.bytes
    return [{ segment, reason: aged ? 'age' : 'size' }]
  })
}

const isRead = ({ bounds }: Segment, positions: Positions): boolean =>
  [...bounds].every(([partition, { last }]) => (positions.lowest(partition) ?? 0) > last)
