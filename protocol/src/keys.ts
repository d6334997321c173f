/** What a key may do, and where. Every service asks the same question of the same ring. */

import type { DebugMark } from './debug.ts'

/** `write` sends events, `read` asks questions, `secret` does both and imports history. */
export type KeyKind = 'write' | 'read' | 'secret'

export interface Grant {
  project: string
  kind: KeyKind
  /** Names the key without being it, as in the audit trail. */
  key: string
  /** The most sensitive level (1 to 5) of values it may see unmasked. */
  maySee: number
  /** Whatever is sent with it is sent by a device that is being debugged. */
  debug?: DebugMark
}

/** Finds what a token grants; implementations hold keys hashed. */
export interface KeyRing {
  find(token: string): Grant | undefined
}
