/** Where unsent events wait: IndexedDB; the rest falls back to what it is given. */
import type { Kept, SlowShelf } from '@firefly/core/platform'
import { listen } from './lifecycle.ts'

const TABLE = 'queue'

/** Opens a database, or answers `fallback` where there is none or none may be opened; never rejects. */
export async function openStore(
  view: { indexedDB?: IDBFactory },
  name: string,
  fallback: SlowShelf,
): Promise<SlowShelf> {
  try {
    const request = (view.indexedDB as IDBFactory).open(name)
    listen(request, 'upgradeneeded', () => request.result.createObjectStore(TABLE))
    return storeOf(await done(request, 'success', request))
  } catch {
    // Private windows and embedded web views may forbid databases.
    return fallback
  }
}

function storeOf(database: IDBDatabase): SlowShelf {
  /** What was written is durable when the transaction is complete, not when the request has succeeded. */
  const ask = <Result>(
    mode: IDBTransactionMode,
    run: (table: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const transaction = database.transaction(TABLE, mode)
    return done(transaction, 'complete', run(transaction.objectStore(TABLE)))
  }
  return {
    put: (key, text) =>
      ask(
        'readwrite',
        (table) => (text ? table.put([key, text], key) : table.delete(key)) as IDBRequest,
      ).then(() => true),
    all: () => ask<Kept>('readonly', (table) => table.getAll()),
  }
}

const done = <Result>(target: EventTarget, type: string, request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    listen(target, type, () => resolve(request.result))
    const fail = (): void => reject(request.error)
    listen(target, 'error abort', fail)
  })
