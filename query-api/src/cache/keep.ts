/** Answers in memory, as text, up to so many characters in all; what was not asked for longest goes first. */

export interface Kept {
  /** The answer as JSON, so that nobody who got it can change it for others. */
  text: string
  /** What the store said of itself before it was asked. */
  version: Version
  /** When it was asked, in Unix milliseconds. */
  askedAt: number
  /** Since when nothing of the project has come into its range, as far as is known. */
  quietSince: number
}

/** `own` changes with whatever can change the answer; `any` with every block that is stored, whoever's it is. */
export interface Version {
  own: string
  any: string
}

export interface Keep {
  find(key: string): Kept | undefined
  put(key: string, kept: Kept): void
}

/** One answer may take so large a share of all. */
const LARGEST_SHARE = 1 / 8

export function createKeep(maxCharacters: number): Keep {
  const all = new Map<string, Kept>()
  let characters = 0
  const drop = (key: string): void => {
    const kept = all.get(key)
    if (!kept) return
    characters -= key.length + kept.text.length
    all.delete(key)
  }
  return {
    find(key) {
      const kept = all.get(key)
      if (!kept) return undefined
      all.delete(key)
      all.set(key, kept)
      return kept
    },
    put(key, kept) {
      drop(key)
      const size = key.length + kept.text.length
      if (size > maxCharacters * LARGEST_SHARE) return
      all.set(key, kept)
      characters += size
      for (const [oldest] of all) {
        if (characters <= maxCharacters) return
        drop(oldest)
      }
    },
  }
}
