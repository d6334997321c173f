/** The role that answers questions. */
import { clusterIn } from '@firefly/clickhouse/cluster'
import type { Store } from '@firefly/clickhouse/store'
import type { DebugFeed } from '@firefly/protocol/debug'
import { type QueryApiOptions, queryApi } from '@firefly/query-api/app'
import type { FastifyInstance } from 'fastify'
import type { Base } from '../base.ts'
import { cohortBookIn } from '../cohort-book.ts'
import type { LiveHub } from '../live-hub.ts'
import { observeQuery } from '../observe.ts'
import { questionBookIn } from '../question-book.ts'
import { operatorPaths } from '../reference/paths.ts'

export async function startAnswering(
  server: FastifyInstance,
  base: Base,
  feeds: { store: Store; live: LiveHub; debug: DebugFeed },
): Promise<void> {
  const { config, keys, rules, privacy, atOnce, trail, telemetry, database } = base
  const { timezone, mostOfQuestions: limits, clickhouseUrl } = config
  const subjectOf: QueryApiOptions['subjectOf'] = (project, distinctId) =>
    privacy.namesOf(project, distinctId)[0] ?? ''
  const decided = { keys, zones: keys.timezone, settings: keys.settings, levelsOf: rules.levelsOf, subjectOf }
  const books = { trail, cohorts: cohortBookIn(database), questions: questionBookIn(database) }
  const bounds = { timezone, limits, atOnce }
  await server.register(
    queryApi({
      ...feeds,
      ...decided,
      ...books,
      ...bounds,
      described: operatorPaths(),
      onEvent: (event) => observeQuery(telemetry, event),
      seals: true,
      cluster: clusterIn(clickhouseUrl),
    }),
  )
}
