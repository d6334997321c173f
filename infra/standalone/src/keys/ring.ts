/** What a token grants, as the directory and this process's own keys say: pure, one lookup by hash. */
import type { Directory } from '@firefly/metadata/tables/directory'
import { hashOf } from '@firefly/metadata/tables/keys'
import type { Grant } from '@firefly/protocol/keys'
import { type FirstKeys, PROJECT } from './first.ts'

/** A grant, and the Unix milliseconds at which it ends, if it does. */
interface Granted {
  grant: Grant
  until: number | null
}
export type Grants = ReadonlyMap<string, Granted>

export function grantIn(grants: Grants, token: string, now: number): Grant | undefined {
  const seen = seenOf(grants)
  const found = seen.get(token) ?? grants.get(hashOf(token))
  if (!found) return undefined
  seen.set(token, found)
  return found.until === null || now < found.until ? found.grant : undefined
}

/** Tokens that were found, for as long as these grants hold: hashing one costs more than all else about it. As many as there are keys. */
const SEEN = new WeakMap<Grants, Map<string, Granted>>()
function seenOf(grants: Grants): Map<string, Granted> {
  const known = SEEN.get(grants)
  if (known) return known
  const seen = new Map<string, Granted>()
  SEEN.set(grants, seen)
  return seen
}

const EVERYTHING = 5

/**
 * Kept first keys hold until metadata says they are revoked, also before it was ever reached; given ones as long as
 * the setting is there. Looked up by hash, so that the time it takes tells nothing about the keys.
 */
export function grantsOf(first: FirstKeys, directory: Directory | undefined): Grants {
  const revoked = new Set(directory?.revoked)
  const own = (['writeKey', 'secretKey'] as const)
    .map((name) => ({ name, hash: hashOf(first[name]) }))
    .filter(({ name, hash }) => !first.kept.has(name) || !revoked.has(hash))
  return new Map([
    ...own.map(
      ({ name, hash }) => [hash, { grant: firstGrant(name, first.kept.has(name)), until: null }] as const,
    ),
    ...(directory?.keys ?? []).map(
      ({ hash, project, kind, id, maySee, debug, until }) =>
        [hash, { grant: { project, kind, key: id, maySee, ...(debug ? { debug } : {}) }, until }] as const,
    ),
  ])
}

const firstGrant = (name: 'writeKey' | 'secretKey', isKept: boolean): Grant => {
  const kind = name === 'writeKey' ? 'write' : 'secret'
  return { project: PROJECT, kind, key: `${isKept ? 'first' : 'settings'}:${kind}`, maySee: EVERYTHING }
}
