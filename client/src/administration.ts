/** Looking after a Firefly, with a secret key: projects, keys, the tracking plan, erasures, quarantine, the audit trail. */
import type {
  ErasureResult,
  KeyResult,
  NewKeyResult,
  NewProjectResult,
  PlanResult,
  ProjectResult,
  QuarantineResult,
  RefusalsResult,
  ReplayResult,
  RotatedResult,
  StatusResult,
  TrailResult,
  ViolationsResult,
} from '@firefly/protocol/administration'
import type { PlanInput } from '@firefly/protocol/plan'
import type { ProjectSettings } from '@firefly/protocol/settings'
import type { Call, Send } from './transport.ts'

export interface ProjectWords {
  id: string
  name?: string
  timezone?: string | null
  settings?: ProjectSettings
}
/** A setting that is null is taken back. */
export interface ProjectChange {
  name?: string
  timezone?: string | null
  settings?: { [Setting in keyof ProjectSettings]: ProjectSettings[Setting] | null }
}
export interface KeyWords {
  kind: KeyResult['kind']
  label?: string
  maySee?: number
  debug?: KeyResult['debug']
}
interface Which {
  reason?: string
  limit?: number
}

export interface AdministrationCalls {
  projects: {
    list(): Promise<ProjectResult[]>
    find(id: string): Promise<ProjectResult>
    /** Gives the tokens of its first keys, this once. */
    create(words: ProjectWords): Promise<NewProjectResult>
    change(id: string, change: ProjectChange): Promise<ProjectResult>
  }
  keys(project: string): {
    list(): Promise<KeyResult[]>
    /** Gives its token, this once. */
    create(words: KeyWords): Promise<NewKeyResult>
    revoke(key: string): Promise<KeyResult>
    rotate(key: string, overlapSeconds?: number): Promise<RotatedResult>
  }
  plan: {
    find(version?: number): Promise<PlanResult>
    /** With `after`, only where that is the newest version. */
    store(plan: PlanInput, after?: number): Promise<PlanResult>
    violations(wanted?: { event?: string; days?: number; limit?: number }): Promise<ViolationsResult>
  }
  erasures: {
    erase(distinctId: string): Promise<ErasureResult>
    list(limit?: number): Promise<ErasureResult[]>
    find(id: string): Promise<ErasureResult>
  }
  quarantine: {
    list(which?: Which): Promise<QuarantineResult>
    replay(which?: Which): Promise<ReplayResult>
  }
  trail(wanted?: {
    project?: string
    what?: string
    who?: string
    before?: number
    limit?: number
  }): Promise<TrailResult>
  /** What was turned away at the door; a read key may ask. */
  refusals(days?: number): Promise<RefusalsResult>
  status(): Promise<StatusResult>
  /** Counts anew; may take long. */
  audit(hours?: number): Promise<{ clean: boolean } & Record<string, unknown>>
}

export function administrationCalls(send: Send): AdministrationCalls {
  const json = async <Body>(call: Call): Promise<Body> => (await send(call)).json() as Promise<Body>
  const post = <Body>(path: string, body?: unknown): Promise<Body> => json({ method: 'POST', path, body })
  const projectAt = (id: string): string => `/v1/projects/${encodeURIComponent(id)}`
  return {
    projects: {
      list: async () => (await json<{ projects: ProjectResult[] }>({ path: '/v1/projects' })).projects,
      find: (id) => json({ path: projectAt(id) }),
      create: (words) => post('/v1/projects', words),
      change: (id, body) => json({ method: 'PATCH', path: projectAt(id), body }),
    },
    keys(project) {
      const all = `${projectAt(project)}/keys`
      const at = (key: string): string => `${all}/${encodeURIComponent(key)}`
      return {
        list: async () => (await json<{ keys: KeyResult[] }>({ path: all })).keys,
        create: (words) => post(all, words),
        revoke: (key) => json({ method: 'DELETE', path: at(key) }),
        rotate: (key, overlapSeconds = 0) => post(`${at(key)}/rotate`, { overlapSeconds }),
      }
    },
    plan: {
      find: (version) => json({ path: '/v1/plan', parameters: { version } }),
      store: (body, after) => json({ method: 'PUT', path: '/v1/plan', parameters: { after }, body }),
      violations: (wanted = {}) => json({ path: '/v1/plan/violations', parameters: { ...wanted } }),
    },
    erasures: {
      erase: (distinctId) => post('/v1/erasures', { distinctId }),
      list: async (limit) =>
        (await json<{ erasures: ErasureResult[] }>({ path: '/v1/erasures', parameters: { limit } })).erasures,
      find: (id) => json({ path: `/v1/erasures/${encodeURIComponent(id)}` }),
    },
    quarantine: {
      list: (which = {}) => json({ path: '/v1/quarantine', parameters: { ...which } }),
      replay: (which = {}) =>
        json({ method: 'POST', path: '/v1/quarantine/replay', parameters: { ...which } }),
    },
    trail: (wanted = {}) => json({ path: '/v1/audit-trail', parameters: { ...wanted } }),
    refusals: (days) => json({ path: '/v1/refusals', parameters: { days } }),
    status: () => json({ path: '/v1/status' }),
    audit: (hours) => json({ path: '/v1/audit', parameters: { hours } }),
  }
}
