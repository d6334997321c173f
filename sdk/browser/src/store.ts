/** Where unsent events wait: IndexedDB, else localStorage, else memory. */
import type { State, Store } from '@firefly/core/platform'

const TABLE = 'queue'

/** Opens the best store there is; never rejects. */
export async function openStore(
  databases: IDBFactory | undefined,
  name: string,
  fallback: State,
): Promise<Store> {
  try {
    if (databases) return databaseStore(await openDatabase(databases, name))
  } catch {
    // Private windows and embedded web views may forbid databases.
  }
  return stateStore(fallback)
}

/** A store over synchronous storage; its keys are kept apart from the state's own. */
export function stateStore(state: State): Store {
  const prefix = `${TABLE}:`
  return {
    get: async (key) => state.get(prefix + key),
    async set(key, value) {
      if (!state.set(prefix + key, value)) throw new Error('storage is full')
    },
    remove: async (key) => state.remove(prefix + key),
    keys: async () =>
      state
        .keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  }
}

function databaseStore(database: IDBDatabase): Store {
  const on = <Result>(
    mode: IDBTransactionMode,
    run: (table: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode)
      const request = run(transaction.objectStore(TABLE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('aborted'))
    })
  return {
    get: (key) => on<string | undefined>('readonly', (table) => table.get(key)),
    set: async (key, value) => void (await on('readwrite', (table) => table.put(value, key))),
    remove: async (key) => void (await on('readwrite', (table) => table.delete(key))),
    keys: async () => (await on('readonly', (table) => table.getAllKeys())) as string[],
  }
}

function openDatabase(databases: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = databases.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE)
    request.onerror = () => reject(request.error ?? new Error('cannot open'))
    request.onblocked = () => reject(new Error('blocked'))
    request.onsuccess = () => {
      // Another page may want to delete or upgrade: do not stand in its way.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
  })
}
