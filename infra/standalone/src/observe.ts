/** Turns what the parts report into metrics and log lines; the only place that names either. */
import type { StoreEvent } from '@firefly/clickhouse/store'
import type { LogEvent } from '@firefly/event-log/port'
import { MetadataError } from '@firefly/metadata/errors'
import type { Room } from '@firefly/ingest/room'
import type { IngestEvent } from '@firefly/ingest/telemetry'
import type { DebugEvent } from '@firefly/protocol/debug'
import type { ProcessorEvent } from '@firefly/processors/telemetry'
import type { QueryEvent } from '@firefly/query-api/telemetry'
import type { Telemetry } from '@firefly/runtime/telemetry'

type Accepted = Extract<IngestEvent, { name: 'batch_accepted' }>

/** Every request ends in here, so its series are looked up once and not each time. */
export function ingestObserver(telemetry: Telemetry): (event: IngestEvent) => void {
  const known = new Map<string, (event: Accepted) => void>()
  let last: { event: Accepted; observe: (event: Accepted) => void } | undefined
  return (event) => {
    if (event.name !== 'batch_accepted') return observeOther(telemetry, event)
    if (last && isAlike(event, last.event)) return last.observe(event)
    const key = `${event.project}\n${event.route}\n${event.dialect}`
    const observe = known.get(key) ?? acceptedObserver(telemetry, event)
    if (known.size < MOST_KNOWN) known.set(key, observe)
    last = { event, observe }
    observe(event)
  }
}

const isAlike = (one: Accepted, other: Accepted): boolean =>
  one.project === other.project && one.route === other.route && one.dialect === other.dialect

/** Beyond so many it is as slow as it ever was. */
const MOST_KNOWN = 5_000

function acceptedObserver(
  { counter, histogram }: Telemetry,
  { project, route, dialect }: Accepted,
): (event: Accepted) => void {
  const labels = { project, route, dialect }
  const whose = { project, dialect }
  const accepted = counter('firefly_ingest_events_accepted_total', 'Events accepted and durable', labels)
  const bytes = counter('firefly_ingest_bytes_total', 'Bytes of accepted bodies', labels)
  const seconds = histogram('firefly_ingest_seconds', 'From request read to answer', whose)
  const append = histogram('firefly_ingest_append_seconds', 'Until the log had a batch durably', whose)
  return (event) => {
    accepted(event.events)
    bytes(event.bytes)
    seconds(event.seconds)
    if (event.events > 0) append(event.appendSeconds)
  }
}

function observeOther({ count, log }: Telemetry, event: Exclude<IngestEvent, Accepted>): void {
  if (event.name === 'events_rejected') {
    const { project, dialect, code } = event
    const labels = { project, dialect, code }
    count('firefly_ingest_events_rejected_total', 'Events refused, by reason', labels, event.events)
  } else if (event.name === 'events_unwanted') {
    const { project, dialect, reason } = event
    const labels = { project, dialect, reason }
    count(
      'firefly_ingest_events_unwanted_total',
      'Events kept out by settings, by reason',
      labels,
      event.events,
    )
  } else if (event.name === 'events_dry_run') {
    const { project, dialect } = event
    count(
      'firefly_ingest_events_dry_run_total',
      'Events judged and not stored, as asked for',
      { project, dialect },
      event.events,
    )
  } else if (event.name === 'request_refused') {
    const { project = '', route, dialect, code } = event
    const labels = { project, route, dialect, code }
    count('firefly_ingest_requests_refused_total', 'Requests refused whole, by reason', labels)
  } else if (event.name === 'request_discarded') {
    const { dialect, reason } = event
    const labels = { dialect, reason }
    count('firefly_ingest_requests_discarded_total', 'Requests answered and not kept, by reason', labels)
  } else {
    log.error({ route: event.route, err: event.error }, 'a request failed')
  }
}

export interface DebugObserver {
  told(project: string, events: readonly DebugEvent[]): void
  dropped(values: number): void
  trouble(error: unknown): void
}

export function observeDebug({ count, log }: Telemetry): DebugObserver {
  return {
    told(project, events) {
      for (const { verdict } of events)
        count('firefly_debug_events_total', 'Events of debugging devices, by verdict', { project, verdict })
    },
    dropped(values) {
      count('firefly_debug_dropped_total', 'Batches of them that no watcher was shown', {}, values)
    },
    trouble: (error) => log.info({ err: error }, 'debugged events cannot be carried now'),
  }
}

/** What ingest has in hand at the moment it is asked. */
export function gaugeRoom({ gauge }: Telemetry, room: Room): void {
  gauge('firefly_ingest_in_flight', 'Requests that are being read or made durable', () => room.requests)
  gauge('firefly_ingest_in_flight_bytes', 'The room their bodies take', () => room.taken)
}

export function observeProcessor({ count, observe, log }: Telemetry, event: ProcessorEvent): void {
  if (event.name === 'chunk_stored') {
    count('firefly_processor_rows_stored_total', 'Rows stored', {}, event.stored)
    count('firefly_processor_duplicates_total', 'Events stored before', {}, event.duplicates)
    count('firefly_processor_erased_total', 'Events of people who were erased', {}, event.erased)
    count('firefly_processor_expired_total', 'Events older than their project keeps', {}, event.expired)
    count('firefly_processor_unwanted_total', 'Events that a step of your own dropped', {}, event.unwanted)
    observe('firefly_processor_chunk_seconds', 'From intent to commit of one chunk', event.seconds)
  } else if (event.name === 'events_quarantined') {
    count('firefly_processor_quarantined_total', 'Events set aside', { reason: event.reason }, event.events)
  } else if (event.name === 'plan_violated') {
    count('firefly_plan_violations_total', 'Departures from the plan', { code: event.code }, event.events)
  } else if (event.name === 'records_lost') {
    count(
      'firefly_processor_records_lost_total',
      'Records the log dropped before all of them was stored',
      {},
      event.records,
    )
    log.error(event, 'records that were being stored were dropped by the log')
  } else if (event.name === 'store_retried') {
    const { trouble } = event
    count('firefly_processor_retries_total', 'Times the store was asked again, by reason', { trouble })
    if (trouble === 'fault') log.error(event, 'the store cannot take what is to be stored: tried again')
    else log.info(event, event.name)
  } else if (event.name === 'step_timed') {
    const { step, milliseconds } = event
    observe('firefly_processor_step_seconds', 'One step on one sampled event', milliseconds / 1000, { step })
  } else {
    log.info(event, event.name)
  }
}

/** What was taken out for its age. */
export function observeSwept({ count }: Telemetry, project: string, swept: Record<string, number>): void {
  for (const [table, rows] of Object.entries(swept))
    count('firefly_retention_rows_total', 'Rows taken out for their age', { project, table }, rows)
}

export function observeQuery({ count, observe, log }: Telemetry, event: QueryEvent): void {
  if (event.name === 'query_answered') {
    const { kind, project } = event
    observe('firefly_query_seconds', 'From question to answer', event.seconds, { kind })
    count('firefly_query_rows_read_total', 'Rows read to answer', { project, kind }, event.rowsRead)
  } else if (event.name === 'query_refused') {
    const { route, code } = event
    count('firefly_query_refused_total', 'Questions not answered, by reason', { route, code })
  } else if (event.name === 'query_failed') {
    log.error({ route: event.route, err: event.error }, 'a question failed')
  } else if (event.name === 'sealing_failed') {
    count(
      'firefly_sealing_failures_total',
      'Times days could not be sealed; questions read their events then',
    )
    log.error({ err: event.error }, 'days could not be sealed')
  } else {
    count('firefly_cohort_failures_total', 'Times the members of a cohort could not be found anew')
    log.error({ err: event.error }, 'the members of a cohort could not be found anew')
  }
}

const WARN_EVERY_MS = 60_000

/** Counts each failure, and writes of one that lasts once a minute. */
export function metadataObserver({ count, log }: Telemetry): (error: unknown) => void {
  let warnedAt = Number.NEGATIVE_INFINITY
  return (error) => {
    const trouble = error instanceof MetadataError ? error.trouble : 'fault'
    count('firefly_metadata_failures_total', 'Times metadata could not be used, by reason', { trouble })
    if (performance.now() - warnedAt < WARN_EVERY_MS) return
    warnedAt = performance.now()
    log.warn({ err: error }, 'metadata cannot be used now; keys and projects stay as last known')
  }
}

export function observeStore({ count, log }: Telemetry, event: StoreEvent): void {
  const { name: outcome, ...what } = event
  const help = 'Parts that were never written whole, made good or not, and looks for them that failed'
  count('firefly_store_parts_mended_total', help, { outcome }, 'parts' in event ? event.parts : 1)
  if (outcome === 'mended') log.warn(what, 'a part was never written whole: its table was read in anew')
  else if (outcome === 'not_mended')
    log.error(
      what,
      'a part was never written whole, and its table cannot be read in anew yet: tried again; restart if it lasts',
    )
  else log.warn(what, 'whether every part was written whole cannot be told now: asked again')
}

export function observeLog({ count, log }: Telemetry, event: LogEvent): void {
  count('firefly_log_events_total', 'What the event log reports', { event: event.name })
  log.info(event, event.name)
}
