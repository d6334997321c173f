/** Storage that takes its time, as the core wants it: small values in memory and written behind, chunks of events as they are. */
import type { Kept, SlowShelf, State } from '@firefly/core/platform'
import type { StorageLike } from './device.ts'

/** Reads everything below `prefix` once; from then on memory is the truth and every change is written behind it. */
export async function loadState(
  storage: StorageLike,
  prefix: string,
  onFailure: (error: unknown) => void,
): Promise<State> {
  const values = new Map<string, string>()
  try {
    for (const key of await keysOf(storage, prefix)) {
      const value = await storage.getItem(prefix + key)
      if (value !== null) values.set(key, value)
    }
  } catch (error) {
    onFailure(error)
  }
  /** One write after another: the last value said must be the one that stays. */
  let last: Promise<unknown> = Promise.resolve()
  const behind = (write: () => Promise<void>): void => {
    last = last.then(write).catch(onFailure)
  }
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value)
      behind(() => storage.setItem(prefix + key, value))
      return true
    },
    remove(key) {
      values.delete(key)
      behind(() => storage.removeItem(prefix + key))
    },
    keys: () => [...values.keys()],
  }
}

/** Chunks of events as they are. */
export const storeOf = (storage: StorageLike, prefix: string): SlowShelf => ({
  async put(key, text) {
    await (text ? storage.setItem(prefix + key, text) : storage.removeItem(prefix + key))
    return true
  },
  async all() {
    const kept: Kept = []
    for (const key of await keysOf(storage, prefix))
      kept.push([key, (await storage.getItem(prefix + key)) ?? ''])
    return kept
  },
})

const keysOf = async (storage: StorageLike, prefix: string): Promise<string[]> =>
  (await storage.getAllKeys()).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
