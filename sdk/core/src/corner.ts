/** A corner of a storage that others use as well: its keys start with a prefix of their own. */
import type { State } from './platform.ts'

export const cornerOf = (storage: State, prefix: string): State => ({
  get: (key) => storage.get(prefix + key),
  set: (key, value) => storage.set(prefix + key, value),
  remove: (key) => storage.remove(prefix + key),
  keys: () =>
    storage
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length)),
})
