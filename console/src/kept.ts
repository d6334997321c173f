/** What the browser remembers for us. Where it refuses (storage blocked), the page remembers while it is open. */

export interface Kept {
  read(name: string): string | undefined
  write(name: string, value: string | undefined): void
}

export function createKept(open: () => Storage): Kept {
  const memory = new Map<string, string>()
  const storage = tryOpen(open)
  return {
    read: (name) => memory.get(name) ?? storage?.getItem(name) ?? undefined,
    write(name, value) {
      if (value === undefined) {
        memory.delete(name)
        storage?.removeItem(name)
      } else if (!tryWrite(storage, name, value)) memory.set(name, value)
    },
  }
}

/** Until the tab is closed. */
export const forTab = createKept(() => sessionStorage)
/** Until the person clears it. */
export const forBrowser = createKept(() => localStorage)

function tryOpen(open: () => Storage): Storage | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

function tryWrite(storage: Storage | undefined, name: string, value: string): boolean {
  try {
    storage?.setItem(name, value)
    return storage !== undefined
  } catch {
    return false
  }
}
