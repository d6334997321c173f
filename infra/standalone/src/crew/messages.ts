/** What the processes of one crew tell each other. Each question has a number of its own, which its answer repeats. */
import type { Exposition, MetricsReport } from '@firefly/runtime/telemetry'

export type FromWorker =
  | { kind: 'ready'; url: string }
  /** Somebody asked this worker for the metrics of all. */
  | { kind: 'metrics'; id: number }
  | { kind: 'report'; id: number; report: MetricsReport }

export type FromPrimary =
  | { kind: 'report'; id: number }
  | { kind: 'metrics'; id: number; exposition: Exposition }
