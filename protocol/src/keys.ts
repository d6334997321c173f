/** What a key may do, and where. Every service asks the same question of the same ring. */

/** `write` sends events, `read` asks questions, `secret` does both and imports history. */
export type KeyKind = 'write' | 'read' | 'secret'

export interface Grant {
  project: string
  kind: KeyKind
}

/** Finds what a token grants; implementations hold keys hashed. */
export interface KeyRing {
  find(token: string): Grant | undefined
}
