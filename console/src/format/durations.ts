/** Seconds as people say them: the two largest units, never more. */
import { DASH } from './format.ts'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** `null` (nobody took this step) becomes a dash; under a second keeps its milliseconds. */
export function createDurationFormat(locale: string): (seconds: number | null) => string {
  const numbers = new Map<string, Intl.NumberFormat>()
  const write = (value: number, unit: string): string => {
    const options = { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 0 } as const
    const format = numbers.get(unit) ?? new Intl.NumberFormat(locale, options)
    numbers.set(unit, format)
    return format.format(value)
  }
  return (seconds) => {
    if (seconds === null) return DASH
    if (seconds > 0 && seconds < 1) return write(Math.max(1, Math.round(seconds * 1_000)), 'millisecond')
    return partsOf(seconds)
      .map(([value, unit]) => write(value, unit))
      .join(' ')
  }
}

/** 3725 s → 1 hour, 2 minutes. Rounded to the smaller unit before it is split, so that 59.6 s is a minute. */
export function partsOf(seconds: number): [value: number, unit: string][] {
  const whole = Math.round(seconds)
  const at = Math.max(
    0,
    UNITS.findIndex(([, size]) => whole >= size),
  )
  const largest = whole < 1 ? UNITS[3] : (UNITS[at] ?? UNITS[3])
  const smaller = UNITS[UNITS.indexOf(largest) + 1]
  if (!smaller) return [[whole, largest[0]]]
  const rounded = Math.round(whole / smaller[1]) * smaller[1]
  // Rounding may fill the larger unit: 23 h 59 m 40 s is one day.
  const [larger, restOf] = largest
  if (UNITS.indexOf(largest) > 0 && rounded >= (UNITS[UNITS.indexOf(largest) - 1]?.[1] ?? Infinity))
    return partsOf(rounded)
  const rest = Math.round((rounded % restOf) / smaller[1])
  const head: [number, string] = [Math.floor(rounded / restOf), larger]
  return rest === 0 ? [head] : [head, [rest, smaller[0]]]
}
