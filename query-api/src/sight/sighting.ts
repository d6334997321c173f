/** Finds what a key may see, worked out once for each plan and level. */
import type { Grant } from '@firefly/protocol/keys'
import { HIGHEST_SENSITIVITY } from '@firefly/protocol/plan'
import { QueryError } from '../errors.ts'
import { type Levels, SEES_ALL, type Sight, sightOf } from './sight.ts'

export type { Levels } from './sight.ts'
export type SightOf = (grant: Pick<Grant, 'project' | 'maySee'>) => Sight

/** A plan that changes is another map of levels. */
export function sighting(levelsOf: (project: string) => Levels | undefined): SightOf {
  const known = new WeakMap<Levels, Map<number, Sight>>()
  return ({ project, maySee }) => {
    if (maySee >= HIGHEST_SENSITIVITY) return SEES_ALL
    const levels = levelsOf(project)
    if (!levels) throw new QueryError('unavailable', 'it is not known yet what this key may see; try again')
    const own = known.get(levels) ?? new Map<number, Sight>()
    known.set(levels, own)
    const sight = own.get(maySee) ?? sightOf(maySee, levels)
    own.set(maySee, sight)
    return sight
  }
}
