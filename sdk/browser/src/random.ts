/** Random bytes out of a pool: to ask the browser for a few at a time costs more than the rest of an id. */

const POOL_BYTES = 999
/** More than anybody asks for at a time. */
const LEAST = 32

let pool: Uint8Array | undefined

/** The next `count` bytes, and behind them those that others will be given. */
export function random(count: number): Uint8Array {
  if (pool?.[LEAST] === undefined) pool = crypto.getRandomValues(new Uint8Array(POOL_BYTES))
  const bytes = pool
  pool = bytes.subarray(count)
  return bytes
}
