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
  let isOpen = false
  const set = (key: string, value: string): boolean => {
    values[key] = value
    return !isOpen || kept.set(key, value)
  }
  return {
    get: (key) => values[key] ?? (isOpen ? kept.get(key) : ''),
    set,
    remove: (key) => void set(key, ''),
    open() {
      isOpen = true
      Object.keys(values).forEach((key) => set(key, values[key] as string))
    },
    close() {
      values = {}
      isOpen = false
      clear(kept)
    },
  }
}
