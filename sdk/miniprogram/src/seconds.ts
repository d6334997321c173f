/** How long something took. */

/** From Unix milliseconds to others; a clock that was set back makes nothing negative. */
export const secondsBetween = (from: number, to: number): number => Math.max(0, to - from) / 1000
