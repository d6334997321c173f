/** Since when a project keeps what happened: the same for whoever refuses what is older and whoever takes it out. */

const DAY_MS = 86_400_000
export const MOST_RETENTION_DAYS = 36_500

/** The begin of a day of UTC, in Unix milliseconds, so that whole days are kept and days are counted as a whole; nothing where all is kept. */
export const keptSince = (retentionDays: number | undefined, now: number): number | undefined =>
  retentionDays === undefined ? undefined : (Math.floor(now / DAY_MS) - retentionDays) * DAY_MS
