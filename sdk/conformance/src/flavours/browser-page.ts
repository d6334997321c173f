/** What runs in the page beside the SDK; each function is sent there as text, so it uses nothing but its argument. */

/** Before the page's own scripts: its clock, and a device without room. */
export function prelude({ ahead, isFull }: { ahead: number; isFull: boolean }): void {
  const scope = globalThis as unknown as { ahead: number }
  scope.ahead = ahead
  const { now } = Date
  Date.now = () => now() + scope.ahead
  if (!isFull) return
  // No letter more fits in.
  for (let letters = 2 ** 23; letters >= 1; letters /= 2)
    try {
      for (;;) localStorage.setItem(`filler-${localStorage.length}`, 'x'.repeat(letters))
    } catch {
      // Half of it may.
    }
  const refuse = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  IDBObjectStore.prototype.put = refuse
}

/** Every text in the page's storages. */
export async function keptInPage(): Promise<string[]> {
  const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('storage failed')))
    })
  const texts = Object.keys(localStorage).map((key) => localStorage.getItem(key) ?? '')
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name))
    const tables = [...database.objectStoreNames]
    if (tables.length > 0) {
      const reading = database.transaction(tables, 'readonly')
      for (const table of tables) texts.push(...(await done(reading.objectStore(table).getAll())).map(String))
    }
    database.close()
  }
  return texts
}
