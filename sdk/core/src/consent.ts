/** Whether the SDK may store and send. Before an answer that is required, everything stays in memory. */
import type { State } from './platform.ts'

/** `pending`: asked for and not yet given. */
export type Consent = 'granted' | 'pending' | 'denied'

export const CONSENT_KEY = 'consent'

/** The user's own answer, or what holds without one. It has to be kept, or the user would be asked on every page. */
export const consentOf = (state: State, without: Consent): Consent =>
  (state.get(CONSENT_KEY) as Consent) || without

/** A state that lives in memory until it is opened, and then writes through to what is kept. */
export interface GatedState extends State {
  open: () => void
  /** Removes everything and stays in memory from here. */
  close: () => void
}

export function gateState(kept: State, memory: State): GatedState {
  const state: GatedState = {
    ...memory,
    open() {
      memory.keys().forEach((key) => kept.set(key, memory.get(key) as string))
      Object.assign(state, kept)
    },
    close() {
      Object.assign(state, memory)
      for (const each of [memory, kept]) each.keys().forEach(each.remove)
    },
  }
  return state
}
