/** Random bytes at once, where the host only has them after a while: a pool that is refilled, and a weaker source until then. */
import type { Host } from './host.ts'

const POOL_BYTES = 1_024

export function createRandom({ random }: Pick<Host, 'random'>): (count: number) => Uint8Array {
  let pool: number[] = []
  const refill = (): void =>
    // Without them ids come from Math.random, which is unique enough and guessable.
    void random?.(POOL_BYTES).then(
      (bytes) => (pool = Array.from(bytes)),
      () => undefined,
    )
  const next = (): number => {
    // It shrinks byte by byte, so that it is asked for once.
    if (pool.length === POOL_BYTES / 2) refill()
    return pool.pop() ?? Math.random() * 256
  }
  refill()
  return (count) => new Uint8Array(count).map(next)
}
