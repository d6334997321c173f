/** Small values kept between visits by a program that runs once: an empty one is none. */
import type { State } from '../platform.ts'

export type OnceState = Pick<State, 'get' | 'set' | 'keys'>

/** Removes all `but` that key. */
export const clear = ({ keys, set }: OnceState, but?: string): void =>
  keys().forEach((key) => key === but || set(key, ''))
