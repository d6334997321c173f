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
    return storeOf(await done(request, 'success', () => request.result))
  } catch {
    // Private windows and embedded web views may forbid databases.
    return fallback
  }
}

function storeOf(database: IDBDatabase): SlowShelf {
  /** What was written is durable when the transaction is complete, not when a request has succeeded: only then is the answer read. */
  const ask = <Result>(
    mode: IDBTransactionMode,
    run: (table: IDBObjectStore) => () => Result,
  ): Promise<Result> => {
    const transaction = database.transaction(TABLE, mode)
    return done(transaction, 'complete', run(transaction.objectStore(TABLE)))
  }
  return {
    put: (key, text) =>
      ask('readwrite', (table) => (text ? table.put(text, key) : table.delete(key), () => true)),
    all: () =>
      ask('readonly', (table) => {
        const [keys, texts] = [table.getAllKeys(), table.getAll()]
        return () => keys.result.map((key, at) => [key, texts.result[at]] as Kept[number])
      }),
  }
}

/** Rejects with the event, whose target knows the reason. */
const done = <Result>(target: EventTarget, type: string, read: () => Result): Promise<Result> =>
  new Promise((resolve, reject) => {
    listen(target, type, () => resolve(read()))
    listen(target, 'error abort', reject)
  })
