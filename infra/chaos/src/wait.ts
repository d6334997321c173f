/** Waiting for something to become true, and how long that took. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scene } from './fault.ts'
import type { Status, World } from './world.ts'

const EVERY_MS = 20

/** Milliseconds until `isSo`; undefined when it is not within `limitMs`. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<number | undefined> {
  const began = performance.now()
  while (performance.now() - began < limitMs) {
    if (await isSo()) return performance.now() - began
    await sleep(EVERY_MS)
  }
  return undefined
}

/** The status, or nothing while the process that tells it is down. */
export const statusOrNothing = (world: World): Promise<Status | undefined> =>
  world.status().catch(() => undefined)

/** Waits for the next acknowledgement and counts from `since` (`performance.now()`). */
export async function untilAcked(
  { load, recovered, broken }: Scene,
  since: number,
  limitMs = 30_000,
): Promise<void> {
  const before = load.acknowledged
  if ((await until(() => load.acknowledged > before, limitMs)) === undefined)
    broken(`events are acknowledged again within ${limitMs / 1000} s`)
  else recovered(performance.now() - since)
}

/** Waits until more is stored than before and counts from `since`. */
export async function untilStored(
  { world, recovered, broken }: Scene,
  since: number,
  limitMs = 30_000,
): Promise<void> {
  let before: number | undefined
  const grows = async (): Promise<boolean> => {
    const stored = (await statusOrNothing(world))?.stored
    before ??= stored
    return stored !== undefined && before !== undefined && stored > before
  }
  if ((await until(grows, limitMs)) === undefined)
    broken(`events are stored again within ${limitMs / 1000} s`)
  else recovered(performance.now() - since)
}
