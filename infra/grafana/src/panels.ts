/** What an operator looks at, row by row: a title, a question to Prometheus, a unit. */

export interface Panel {
  title: string
  /** PromQL. */
  expr: string
  /** Named by these labels; one line when there are none. */
  by?: readonly string[]
  /** A unit as Grafana names it. */
  unit: 'short' | 'Bps' | 'bytes' | 's' | 'ops'
}

export interface Row {
  title: string
  panels: readonly Panel[]
}

const rate = (metric: string, unit: Panel['unit'], title: string, ...by: string[]): Panel => ({
  title,
  expr: `sum(rate(${metric}[$__rate_interval])) ${by.length > 0 ? `by (${by.join(', ')})` : ''}`.trim(),
  unit,
  by,
})
const p99 = (metric: string, title: string, ...by: string[]): Panel => ({
  title: `${title}, p99`,
  expr: `histogram_quantile(0.99, sum(rate(${metric}_bucket[$__rate_interval])) by (${['le', ...by].join(', ')}))`,
  unit: 's',
  by,
})
const now = (metric: string, unit: Panel['unit'], title: string): Panel => ({
  title,
  expr: `sum(${metric})`,
  unit,
})

export const ROWS: readonly Row[] = [
  {
    title: 'The door',
    panels: [
      rate('firefly_ingest_events_accepted_total', 'ops', 'Events accepted', 'project', 'dialect'),
      rate('firefly_ingest_bytes_total', 'Bps', 'Bytes accepted', 'project', 'dialect'),
      rate('firefly_ingest_events_rejected_total', 'ops', 'Events refused', 'project', 'dialect', 'code'),
      rate(
        'firefly_ingest_events_unwanted_total',
        'ops',
        'Events a project does not want',
        'project',
        'dialect',
        'reason',
      ),
      rate('firefly_ingest_requests_refused_total', 'ops', 'Requests refused', 'project', 'dialect', 'code'),
      rate('firefly_ingest_requests_discarded_total', 'ops', 'Requests not kept', 'dialect', 'reason'),
      rate('firefly_ingest_events_dry_run_total', 'ops', 'Events of dry runs', 'project', 'dialect'),
      rate('firefly_debug_events_total', 'ops', 'Events of debugging devices', 'project', 'verdict'),
      rate('firefly_debug_dropped_total', 'ops', 'Debugged batches nobody was shown'),
      p99('firefly_ingest_seconds', 'Until answered', 'project', 'dialect'),
      p99('firefly_ingest_append_seconds', 'Until the log had it', 'project', 'dialect'),
      now('firefly_ingest_in_flight', 'short', 'Bodies in hand'),
      now('firefly_ingest_in_flight_bytes', 'bytes', 'Room they take'),
    ],
  },
  {
    title: 'The log and the processors',
    panels: [
      now('firefly_lag_events', 'short', 'Accepted and not yet stored'),
      rate('firefly_log_events_total', 'ops', 'What the log reports', 'event'),
      rate('firefly_store_parts_mended_total', 'ops', 'Parts that were never written whole', 'outcome'),
      rate('firefly_processor_rows_stored_total', 'ops', 'Rows stored'),
      rate('firefly_processor_duplicates_total', 'ops', 'Duplicates left out'),
      rate('firefly_processor_erased_total', 'ops', 'Events of erased people left out'),
      rate('firefly_processor_expired_total', 'ops', 'Older than their project keeps'),
      rate('firefly_retention_rows_total', 'ops', 'Rows taken out for their age', 'table'),
      rate('firefly_processor_unwanted_total', 'ops', 'Dropped by steps of your own'),
      rate('firefly_processor_records_lost_total', 'ops', 'Dropped by the log while being stored'),
      rate('firefly_processor_retries_total', 'ops', 'Store asked again', 'trouble'),
      rate('firefly_processor_quarantined_total', 'ops', 'Set aside', 'reason'),
      rate('firefly_plan_violations_total', 'ops', 'Departures from the plan', 'code'),
      p99('firefly_processor_chunk_seconds', 'From intent to commit'),
      p99('firefly_processor_step_seconds', 'A step on an event', 'step'),
    ],
  },
  {
    title: 'Questions',
    panels: [
      p99('firefly_query_seconds', 'Until answered', 'kind'),
      rate('firefly_query_rows_read_total', 'ops', 'Rows read', 'project', 'kind'),
      rate('firefly_query_refused_total', 'ops', 'Not answered', 'code'),
    ],
  },
  {
    title: 'The process',
    panels: [
      now('firefly_directory_age_seconds', 's', 'Age of keys and projects'),
      now('firefly_workers', 'short', 'Worker processes'),
      rate('firefly_worker_restarts_total', 'ops', 'Workers replaced'),
      rate('firefly_cohort_failures_total', 'ops', 'Cohorts not found anew'),
      rate('firefly_sealing_failures_total', 'ops', 'Days not sealed'),
      rate('firefly_audit_trail_lost_total', 'ops', 'Lines of the audit trail lost'),
      rate('firefly_places_reloads_total', 'ops', 'File of places read again', 'ok'),
      rate('firefly_metadata_failures_total', 'ops', 'Metadata not reached', 'trouble'),
      now('process_resident_memory_bytes', 'bytes', 'Memory'),
      rate('process_cpu_seconds_total', 'short', 'Processors busy'),
      now('nodejs_eventloop_lag_p99_seconds', 's', 'Event loop late, p99'),
    ],
  },
]
