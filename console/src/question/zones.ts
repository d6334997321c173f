/** The time zones this browser knows, each with its offset now. */

export interface OffsetZone {
  /** IANA name. */
  name: string
  /** `GMT+8`. */
  offset: string
}

export function zonesAt(now: Date): OffsetZone[] {
  // The platform's list leaves UTC out.
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')]
  return names.map((name) => ({ name, offset: offsetOf(name, now) }))
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const offsetOf = (name: string, now: Date): string =>
  new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'shortOffset' })
    .formatToParts(now)
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''
