/** A state that ends with the page, for where nothing may or can be kept. */
import type { State } from './platform.ts'

export function memoryState(): State {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => values.set(key, value).has(key),
    remove: (key) => void values.delete(key),
    keys: () => Array.from(values.keys()),
  }
}
