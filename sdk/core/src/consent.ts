/** Whether the SDK may store and send. Before an answer that is required, everything stays in memory. */
import type { State } from './platform.ts'

/** `pending`: asked for and not yet given. */
export type Consent = 'granted' | 'pending' | 'denied'

const KEY = 'consent'

export interface ConsentRule {
  /** `required`: nothing is stored or sent before `optIn`. */
  consent?: 'given' | 'required' | undefined
  /** The user's browser says no, and the site has chosen to hear it. */
  refused: boolean
}

/** The user's own answer wins; then the browser's signal; then what the site's rule says. */
export function consentOf(state: State, { consent, refused }: ConsentRule): Consent {
  const chosen = state.get(KEY)
  if (chosen === 'granted' || chosen === 'denied') return chosen
  if (refused) return 'denied'
  return consent === 'required' ? 'pending' : 'granted'
}

/** The answer itself has to be kept, or the user would be asked on every page. */
export const keepConsent = (state: State, choice: 'granted' | 'denied'): boolean => state.set(KEY, choice)

/** A state that lives in memory until it is opened, and then writes through to `kept`. */
export interface GatedState extends State {
  open(): void
  /** Removes everything, but for the user's answer, and stays in memory from here. */
  close(): void
}

export function gateState(kept: State): GatedState {
  let isOpen = false
  const memory = new Map<string, string>()
  return {
    get: (key) => (isOpen ? kept.get(key) : memory.get(key)),
    set: (key, value) => (isOpen ? kept.set(key, value) : memory.set(key, value).has(key)),
    remove: (key) => void (isOpen ? kept.remove(key) : memory.delete(key)),
    keys: () => (isOpen ? kept.keys() : [...memory.keys()]),
    open() {
      isOpen = true
      for (const [key, value] of memory) kept.set(key, value)
      memory.clear()
    },
    close() {
      isOpen = false
      memory.clear()
      for (const key of kept.keys()) if (key !== KEY) kept.remove(key)
    },
  }
}
