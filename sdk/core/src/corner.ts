/** A corner of a storage that others use as well: its keys start with a prefix of their own. */
import type { State } from './platform.ts'

/** The corner can do what its storage can. */
export const cornerOf = <Storage extends Partial<State>>(given: Storage, prefix: string): Storage => {
  const storage = given as unknown as State
  const corner: State = {
    get: (key) => storage.get(prefix + key),
    set: (key, value) => storage.set(prefix + key, value),
    remove: (key) => storage.remove(prefix + key),
    keys: () =>
      storage
        .keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  }
  return corner as unknown as Storage
}
