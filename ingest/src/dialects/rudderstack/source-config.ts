/** `GET /sourceConfig/`: RudderStack's web SDK stays silent until it knows that its source is enabled. */
import type { FastifyInstance } from 'fastify'
import type { IngestOptions } from '../../app.ts'
import { grantOf, requireWriting, tokenOf } from '../../intake/authorise.ts'
import { bothWays } from '../../routes/both-ways.ts'
import { refuseOthers } from '../../routes/refuse.ts'

/** What the SDK reports about itself, where it was told to before. */
export const SDK_METRICS = { dialect: 'rudderstack', reason: 'sdk_metrics', answer: {} } as const

const OFF = { enabled: false }

export function sourceConfig(app: FastifyInstance, { keys }: IngestOptions): void {
  for (const url of bothWays('/sourceConfig')) {
    app.get(url, { exposeHeadRoute: false }, (request, reply) => {
      const writeKey = tokenOf(request)
      const { project } = requireWriting(grantOf(keys, writeKey))
      const config = { statsCollection: { errors: OFF, metrics: OFF } }
      const source = { id: project, name: project, writeKey, enabled: true, workspaceId: project, config }
      return reply.send({ source: { ...source, dataplanes: {}, destinations: [] } })
    })
    refuseOthers(app, url, ['GET'])
  }
}
