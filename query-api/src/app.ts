/** The query API as a Fastify plugin: the same for one process and for a service of its own. */
import type { Limits, Store } from '@firefly/clickhouse/store'
import type { KeyRing } from '@firefly/protocol/keys'
import { type DebugFeed, NO_DEBUG_FEED } from '@firefly/protocol/debug'
import type { LiveFeed } from '@firefly/protocol/live'
import type { SettingsOf } from '@firefly/protocol/settings'
import { NO_TRAIL, type Trail } from '@firefly/protocol/trail'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type AllowanceOf, allowances, MOST } from './allowance.ts'
import type { Caching } from './cache/answer.ts'
import { createKeep } from './cache/keep.ts'
import { createVersions } from './cache/version.ts'
import type { CohortBook } from './cohorts/book.ts'
import { scheduleRefreshes } from './cohorts/refresh.ts'
import { QueryError, toQueryError } from './errors.ts'
import { type Levels, sighting, type SightOf } from './sight/sighting.ts'
import { createGate, type Gate } from './gate.ts'
import { createKnownProperties, type KnownProperties } from './known.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { cohortRoutes, refreshFor } from './routes/cohorts.ts'
import { docsRoutes } from './routes/docs.ts'
import { exportRoutes } from './routes/export.ts'
import { liveRoutes } from './routes/live.ts'
import { mergingRoutes } from './routes/merging.ts'
import { openApiRoutes } from './routes/openapi.ts'
import type { QuestionBook } from './questions/book.ts'
import { scheduleSealing } from './rollups/sealing.ts'
import { queryRoutes } from './routes/query.ts'
import { subjectRoutes } from './routes/subject.ts'
import { questionRoutes } from './routes/questions.ts'
import { userRoutes } from './routes/users.ts'
import { keepTrail } from './trail.ts'
import type { OnQueryEvent } from './telemetry.ts'

export interface QueryApiOptions {
  store: Store
  keys: KeyRing
  live: LiveFeed
  /** What became of the events of debugging devices; nothing when left out. */
  debug?: DebugFeed
  onEvent: OnQueryEvent
  /** The zone of questions that name none, in projects without a zone of their own. */
  timezone: string
  /** The zone of a project, when it has one of its own. */
  zones?: (project: string) => string | undefined
  /** Where it is written down who asked what. */
  trail?: Trail
  /** How sensitive the properties of a project are; undefined as long as that is not known. Without it nothing is. */
  levelsOf?: (project: string) => Levels | undefined
  /** What a project has decided, also about what its questions may cost. */
  settings?: SettingsOf
  /** The most that any question may cost, whatever its project has decided. */
  limits?: Limits
  /** What stands for a person in the audit trail, which holds no ids; nothing when left out. */
  subjectOf?: (project: string, distinctId: string) => string
  /** Saved cohorts; without it questions can only name cohorts as they are. */
  cohorts?: CohortBook | undefined
  /** Saved questions. */
  questions?: QuestionBook | undefined
  /** Whether it seals days that are over, for questions to come. */
  seals?: boolean
  /** The cluster of the store, where it is one. */
  cluster?: string | undefined
  /** Characters of answers kept in memory, to be given again where nothing has changed; 0 keeps none. */
  cacheCharacters?: number
  /** Addresses that the server has beside these, as OpenAPI describes them. */
  described?: Record<string, object>
  /** Questions that run side by side, and that may wait for their turn. */
  atOnce?: number
  waiting?: number
}

/** The options with every default filled in, as the routes see them. */
export interface QueryApi
  extends Required<
    Omit<
      QueryApiOptions,
      | 'atOnce'
      | 'waiting'
      | 'cohorts'
      | 'questions'
      | 'timezone'
      | 'zones'
      | 'trail'
      | 'levelsOf'
      | 'cacheCharacters'
      | 'settings'
      | 'limits'
      | 'seals'
      | 'cluster'
      | 'described'
    >
  > {
  cohorts: CohortBook | undefined
  questions: QuestionBook | undefined
  cluster?: string | undefined
  /** The zone of a project's questions that name none. */
  zoneOf: (project: string) => string
  /** What a key may see. Throws a 503 while that is not known. */
  sightOf: SightOf
  /** What one question may cost, by the kind of its key. */
  allowanceOf: AllowanceOf
  known: KnownProperties
  gate: Gate
  caching: Caching
}

const CACHE_CHARACTERS = 32 * 1024 * 1024

export function queryApi(options: QueryApiOptions): FastifyPluginAsync {
  const { atOnce = 3, waiting = 64, cohorts, questions, trail = NO_TRAIL, ...rest } = options
  const { timezone, zones, settings = () => undefined, limits = MOST } = options
  const { levelsOf = () => new Map(), cacheCharacters = CACHE_CHARACTERS } = options
  const api: QueryApi = {
    debug: NO_DEBUG_FEED,
    subjectOf: () => '',
    ...rest,
    allowanceOf: allowances(settings, limits),
    cohorts,
    questions,
    zoneOf: (project) => zones?.(project) ?? timezone,
    sightOf: sighting(levelsOf),
    known: createKnownProperties(),
    caching: { keep: createKeep(cacheCharacters), versionOf: createVersions() },
    gate: createGate({ atOnce, waiting, patienceMs: limits.maxSeconds * 1000 }),
  }
  return async (app) => {
    parseOnlyJson(app)
    app.setErrorHandler((error, request, reply) => refuse(error, request, reply, api.onEvent))
    keepTrail(app, api.keys, trail)
    queryRoutes(app, api)
    exportRoutes(app, api)
    cohortRoutes(app, api)
    questionRoutes(app, api)
    refreshCohorts(app, api)
    if (options.seals) sealDays(app, api)
    catalogRoutes(app, api)
    userRoutes(app, api)
    mergingRoutes(app, api)
    subjectRoutes(app, api)
    liveRoutes(app, api)
    openApiRoutes(app, options.described ?? {})
    docsRoutes(app)
  }
}

/** Cohorts whose members are found at times are kept up to date for as long as the server runs. */
function refreshCohorts(app: FastifyInstance, api: QueryApi): void {
  if (!api.cohorts) return
  const schedule = scheduleRefreshes({
    book: api.cohorts,
    clock: Date.now,
    refresh: refreshFor(api),
    onFailure: (error) => api.onEvent({ name: 'cohort_failed', error }),
  })
  app.addHook('onClose', () => schedule.stop())
}

function sealDays(app: FastifyInstance, { store, cluster, onEvent }: QueryApi): void {
  const onFailure = (error: unknown): void => onEvent({ name: 'sealing_failed', error })
  const schedule = scheduleSealing({
    store,
    cluster,
    calendars: ['utc', 'east8'],
    clock: Date.now,
    onFailure,
  })
  app.addHook('onClose', () => schedule.stop())
}

function parseOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      // Many clients name the type of a body that they do not send, with DELETE above all.
      done(null, body === '' ? undefined : JSON.parse(String(body)))
    } catch {
      done(new QueryError('unreadable_json', 'the body is not JSON'))
    }
  })
}

const RETRY_AFTER_SECONDS = 2

function refuse(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  onEvent: OnQueryEvent,
): FastifyReply {
  const refusal = toQueryError(error)
  const route = request.routeOptions.url ?? 'unknown'
  if (refusal.code === 'internal') onEvent({ name: 'query_failed', route, error })
  onEvent({ name: 'query_refused', route, code: refusal.code })
  if (refusal.status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS)
  return reply.code(refusal.status).send(refusal.body)
}
