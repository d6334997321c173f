/**
 * A step of one's own: FIREFLY_STEPS=examples/own-step/membership.mjs npm start
 *
 * Adds how old a membership is, leaves the shop's own staff out, and sets aside orders in a currency nobody knows.
 * @type {import('../../processors/src/own-steps/step.ts').OwnStep}
 */
export default {
  name: 'membership',
  run(event) {
    const { properties } = event
    if (event.user_id.startsWith('staff-')) return { drop: true }
    if (properties.currency !== undefined && !CURRENCIES.has(properties.currency))
      return { quarantine: 'unknown currency' }
    if (properties.memberSince)
      properties.memberYears = String(yearsBetween(properties.memberSince, event.time))
  },
}

const CURRENCIES = new Set(['CNY', 'EUR', 'USD'])
const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000

/** Whole years from an ISO date to an instant; 0 when the date cannot be read. */
const yearsBetween = (date, instant) => Math.max(0, Math.floor((instant - Date.parse(date)) / YEAR_MS)) || 0
