/** Random bytes at once, where the host only has them after a while: a pool that is refilled, and a weaker source until then. */
import type { Host } from './host.ts'

const POOL_BYTES = 1_024

export function createRandom(host: Pick<Host, 'random'>): (count: number) => Uint8Array {
  const pool: number[] = []
  let refilling = false

  const fill = async (random: NonNullable<Host['random']>): Promise<void> => {
    for (const byte of await random(POOL_BYTES)) pool.push(byte)
  }
  const refill = (): void => {
    if (refilling || !host.random || pool.length > POOL_BYTES / 2) return
    refilling = true
    void fill(host.random)
      // Without them ids come from Math.random, which is unique enough and guessable.
      .catch(() => undefined)
      .finally(() => {
        refilling = false
      })
  }
  refill()
  return (count) => {
    const bytes = new Uint8Array(count)
    const good = pool.splice(0, count)
    for (let at = 0; at < count; at++) bytes[at] = good[at] ?? Math.floor(Math.random() * 256)
    refill()
    return bytes
  }
}
