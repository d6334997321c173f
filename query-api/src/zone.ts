/** A time zone as stretches of one offset each, so that its calendar becomes additions. */
import { Temporal } from 'temporal-polyfill'

/** Unix milliseconds, half-open; inside, local time is UTC plus `offset` milliseconds. */
interface Stretch {
  from: number
  to: number
  offset: number
}
/** At least one stretch, oldest first, without a gap; the first and the last have no end. */
export type Stretches = readonly Stretch[]

/** Every offset of the zone between two instants. */
export function stretchesOf(zone: string, from: number, to: number): Stretches {
  const stretches: Stretch[] = []
  let begins = Number.NEGATIVE_INFINITY
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    const last = next === null || next.epochMilliseconds >= to
    const ends = last ? Number.POSITIVE_INFINITY : next.epochMilliseconds
    stretches.push({ from: begins, to: ends, offset: at.offsetNanoseconds / 1e6 })
    if (last) return stretches
    begins = ends
    at = next
  }
}

/** Local time at an instant, as the Unix milliseconds that UTC would show it at. */
export const localOf = (stretches: Stretches, instant: number): number =>
  instant + offsetAt(stretches, instant)

/** The first instant whose local time is at or past `local`, also where the clock jumps over it or comes by twice. */
export function instantOf(stretches: Stretches, local: number): number {
  for (const { from, to, offset } of stretches) {
    const instant = Math.max(from, local - offset)
    if (instant < to) return instant
  }
  throw new Error('the last stretch has no end')
}

/** An instant as people there write it: `2026-01-31T00:00:00+08:00`. */
export function isoOf(stretches: Stretches, instant: number): string {
  const minutes = Math.round(offsetAt(stretches, instant) / 60_000)
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const sign = minutes < 0 ? '-' : '+'
  const local = new Date(localOf(stretches, instant)).toISOString().slice(0, 19)
  return `${local}${sign}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

const offsetAt = (stretches: Stretches, instant: number): number =>
  stretches.find(({ to }) => instant < to)?.offset ?? 0
