/** Milliseconds as `Date.prototype.toISOString` writes them, at a part of its price: events of one batch are of one day. */

const DAY_MS = 86_400_000
/** `00:00:00.000Z`. */
const TIME_LENGTH = 13
let [known, date] = [Number.NaN, '']

/** `time` in Unix milliseconds, less than 8.64e15 either way. */
export function isoOf(time: number): string {
  const whole = Math.trunc(time)
  const day = Math.floor(whole / DAY_MS)
  if (day !== known) [known, date] = [day, new Date(day * DAY_MS).toISOString().slice(0, -TIME_LENGTH)]
  const rest = whole - day * DAY_MS
  const seconds = Math.floor(rest / 1_000)
  const minutes = Math.floor(seconds / 60)
  return `${date}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(rest % 1_000)}Z`
}

const PADDED = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'))
const three = (number: number): string => PADDED[number] as string
const TENS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const two = (number: number): string => TENS[number] as string
