/** Which days a question is about: a name that moves with the calendar, or two days that stay. */

export const PRESETS = ['today', 'yesterday', '7d', '30d', '90d', 'thisMonth', 'lastMonth', '12m'] as const
export type Preset = (typeof PRESETS)[number]

/** Whole local days, `2026-01-31`, both included. */
export interface Days {
  from: string
  to: string
}
export type Range = Preset | Days

const DAY_MS = 86_400_000

/** The days a range means today. "Last 7 days" ends with today, as everybody counts it. */
export function daysOf(range: Range, zone: string, now: Date): Days {
  if (typeof range === 'object') return range
  const today = dayIn(zone, now)
  const month = `${today.slice(0, 7)}-01`
  const days: Record<Preset, () => Days> = {
    today: () => ({ from: today, to: today }),
    yesterday: () => ({ from: addDays(today, -1), to: addDays(today, -1) }),
    '7d': () => ({ from: addDays(today, -6), to: today }),
    '30d': () => ({ from: addDays(today, -29), to: today }),
    '90d': () => ({ from: addDays(today, -89), to: today }),
    thisMonth: () => ({ from: month, to: today }),
    lastMonth: () => ({ from: addMonths(month, -1), to: addDays(month, -1) }),
    '12m': () => ({ from: addMonths(month, -11), to: today }),
  }
  return days[range]()
}

/** How many days, both ends included; below 1 when the first lies after the last. */
export const lengthOf = ({ from, to }: Days): number => Math.round((utc(to) - utc(from)) / DAY_MS) + 1

/** The day it is in a zone, `2026-01-31`. */
export function dayIn(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(at)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

export const addDays = (day: string, days: number): string => isoDay(utc(day) + days * DAY_MS)

/** The first day of a month, some months on. */
export function addMonths(day: string, months: number): string {
  const at = new Date(utc(day))
  return isoDay(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1))
}

/** True for a day that the calendar has: not the 31st of February. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && isoDay(utc(text)) === text

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)
