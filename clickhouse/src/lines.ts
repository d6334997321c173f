/** Rows as lines of a block: a list in JSON each, such as the engine can read. */

/**
 * One row. A surrogate without its other half, which JSON may escape and the engine refuses to read, becomes the replacement
 * character, as it does in a native block: what anybody sends must not keep everybody's rows out.
 */
export function lineOf(row: readonly unknown[]): string {
  const json = JSON.stringify(row)
  return `${json.includes(HALF) ? json.replaceAll(ESCAPE, readable) : json}\n`
}

export const linesOf = (rows: readonly (readonly unknown[])[]): Buffer =>
  Buffer.from(rows.map(lineOf).join(''))

/** What is whole is never written as an escape, so one that begins like this is a half, or text behind a backslash of its own. */
const HALF = String.raw`\ud`
const ESCAPE = /\\(?:(?<half>ud[\da-f]{3})|.)/g
const readable = (escape: string, half: string | undefined): string => (half ? '\ufffd' : escape)
