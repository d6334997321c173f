/** What an operator says about two ids, kept for good: the facts themselves are never changed. */
import { linesOf } from '@firefly/clickhouse/lines'
import type { Block } from '@firefly/clickhouse/store'

export interface Decision {
  project: string
  kind: 'merge' | 'unlink'
  from: string
  to: string
  /** Unix milliseconds. */
  time: number
  /** Who decided it, as far as a key tells. */
  by: string
  reason: string
  id: string
}

export const decisionBlock = (decisions: readonly Decision[], token: string): Block => ({
  table: 'identity_decisions',
  columns: ['project', 'kind', 'from_id', 'to_id', 'decided_at', 'decided_by', 'reason', 'id'],
  lines: linesOf(decisions.map(rowOf)),
  token,
})

const rowOf = ({ project, kind, from, to, time, by, reason, id }: Decision): unknown[] => [
  project,
  kind,
  from,
  to,
  new Date(time).toISOString().slice(0, 23).replace('T', ' '),
  by,
  reason,
  id,
]
