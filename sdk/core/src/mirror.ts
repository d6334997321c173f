/** A storage that takes its time as the place of unsent events: written behind, and at once into another when the page goes away. */
import type { Shelf, SlowShelf } from './platform.ts'
import type { QuickShelf } from './shelf.ts'

/** Stands in the spillway for what is removed, where the store may not know it yet. */
const NOTHING = '[]'

/** `open` is called once, when it is first needed. What is in `spillway` is newer than what the store has under that key. */
export function mirrored(open: () => SlowShelf | Promise<SlowShelf>, spillway: QuickShelf): Shelf {
  let opening: SlowShelf | Promise<SlowShelf> | undefined
  const opened = (): SlowShelf | Promise<SlowShelf> => (opening ||= open())
  /** Put, and neither in the store nor in the spillway yet. */
  const pending = new Map<string, string>()
  let turn = Promise.resolve()
  const write = async (key: string): Promise<void> => {
    const store = await opened()
    const text = pending.get(key)
    // Written with what was put after it, or spilled.
    if (text === undefined) return
    if (!(await store.put(key, text))) throw new Error('storage')
    if (pending.get(key) !== text) return
    pending.delete(key)
    spillway.put(key, '')
  }
  return {
    put(key, text, onFailure) {
      pending.set(key, text)
      // One after another: the last text put must be the one that stays.
      turn = turn.then(() => write(key)).catch(onFailure)
      return true
    },
    async all() {
      const kept = await (await opened()).all()
      return Array.from(new Map(kept.concat(spillway.all(), Array.from(pending))))
    },
    settle() {
      // A removal goes on: whoever comes next has nothing to take there.
      pending.forEach((text, key) => spillway.put(key, text || NOTHING) && text && pending.delete(key))
    },
  }
}
