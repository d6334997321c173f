/** Who was erased, by keyed hash; asked of every event, so that answers are remembered. */
import type { Tombstone } from '@firefly/metadata/tables/erasures'
import type { PrivacyKeys } from './privacy-keys.ts'

export interface Erased {
  /** All that there are now. */
  take(tombstones: readonly Tombstone[]): void
  in(project: string): (distinctId: string) => boolean
  /** Whether anybody was erased at all. */
  any(project: string): boolean
}

const MOST_REMEMBERED = 50_000

export function createErased(privacy: PrivacyKeys): Erased {
  let names = new Map<string, Set<string>>()
  return {
    take(tombstones) {
      names = new Map()
      for (const { project, hash } of tombstones)
        names.set(project, (names.get(project) ?? new Set()).add(hash))
    },
    any: (project) => names.has(project),
    in(project) {
      const remembered = new Map<string, boolean>()
      return (distinctId) => {
        const erased = names.get(project)
        // Most projects never erased anybody, and pay nothing for it.
        if (!erased || distinctId === '') return false
        const known = remembered.get(distinctId)
        if (known !== undefined) return known
        if (remembered.size >= MOST_REMEMBERED) remembered.clear()
        const answer = privacy.namesOf(project, distinctId).some((name) => erased.has(name))
        remembered.set(distinctId, answer)
        return answer
      }
    },
  }
}
