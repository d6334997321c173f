/** The key a person asks with: taken from the address or the form, kept until the tab is closed. */
import type { Kept } from './kept.ts'

const STORED_AS = 'firefly-key'

export interface Session {
  key: () => string | undefined
  begin: (key: string) => void
  end: () => void
}

export const createSession = (kept: Kept): Session => ({
  key: () => kept.read(STORED_AS),
  begin: (key) => kept.write(STORED_AS, key),
  end: () => kept.write(STORED_AS, undefined),
})

/** The key in `#key=…`; undefined for any other fragment. */
export function keyIn(fragment: string): string | undefined {
  if (!fragment.startsWith('#key=')) return undefined
  return new URLSearchParams(fragment.slice(1)).get('key')?.trim() || undefined
}
