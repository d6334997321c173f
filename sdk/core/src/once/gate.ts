/** A state that lives in memory until it is opened, and then writes through to what is kept. */
import type { Values } from '../platform.ts'
import { clear, type OnceState } from './state.ts'

export interface Gate extends Values {
  open: () => void
  /** Removes everything and stays in memory from here. */
  close: () => void
}

export function gate(kept: OnceState): Gate {
  let values: Record<string, string> = {}
  let open: OnceState | undefined
  const set = (key: string, value: string): boolean => {
    values[key] = value
    return !open || open.set(key, value)
  }
  return {
    get: (key) => values[key] ?? open?.get(key),
    set,
    remove: (key) => void set(key, ''),
    open() {
      open = kept
      Object.keys(values).forEach((key) => set(key, values[key] as string))
    },
    close() {
      values = {}
      open = undefined
      clear(kept)
    },
  }
}
