/** The role that collects: it needs the log alone, and counts for itself while metadata is away. */
import { createIngest } from '@firefly/ingest/app'
import type { Debugging } from '@firefly/ingest/debugging'
import { createQuotas } from '@firefly/ingest/quota'
import { createRoom } from '@firefly/ingest/room'
import type { IngestEvent } from '@firefly/ingest/telemetry'
import type { FastifyInstance } from 'fastify'
import type { Base } from '../base.ts'
import { gaugeRoom, ingestObserver } from '../observe.ts'
import type { Ledger } from '../refusals/ledger.ts'
import { shareQuotas } from '../shared-quotas.ts'

export async function startCollecting(
  server: FastifyInstance,
  base: Base,
  debugging: Debugging,
  ledger: Ledger,
): Promise<void> {
  const { config, log, clock, keys, rules, telemetry, lifecycle, database, onFailure } = base
  const { sensorsKeys, sealKeys, requestsPerMinute } = config
  const observe = ingestObserver(telemetry)
  const onEvent = (event: IngestEvent): void => {
    observe(event)
    ledger.note(event)
  }
  const quotas = createQuotas(clock)
  const sharing = shareQuotas({ database, quotas, onFailure })
  lifecycle.started({ name: 'quotas', stop: () => sharing.stop() })
  const room = createRoom()
  gaugeRoom(telemetry, room)
  const decided = { keys, settings: keys.settings, erasedIn: rules.erasedIn, quotas, debugging }
  const given = { sensorsKeys, sealKeys, requestsPerMinute }
  await server.register(createIngest({ log, clock, onEvent, room, ...decided, ...given }))
}
