/** The port: where ingest tells what became of the events of devices that are being debugged, and what it must know for that. */
import type { DebugEvent } from '@firefly/protocol/debug'
import type { Plan } from '@firefly/protocol/plan'

export interface Debugging {
  /** Never waits and never throws: watching may not cost an event. */
  publish(project: string, events: readonly DebugEvent[]): void
  planOf(project: string): Plan
  /** Whether the store keeps values of this property as they are. */
  isKept(project: string, property: string): boolean
}
