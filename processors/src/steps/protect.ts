/** Keeps less than what was sent where the plan asks for it: a keyed hash, a mask, or nothing; the last step before the row. */
import { type EventColumn, eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { MASK, type Protection } from '@firefly/protocol/plan'
import { ok } from '../outcome.ts'
import type { Step } from '../pipeline.ts'
import type { ProjectRules, Rules } from '../rules.ts'

/** Columns of ours that identify or count; a plan cannot take them away. */
const OURS: ReadonlySet<EventColumn> = new Set<EventColumn>([
  'project',
  'event',
  'time',
  'user_id',
  'anonymous_id',
  'message_id',
  'received_at',
  'is_clamped',
  'is_bot',
  'properties',
  'log_partition',
  'log_offset',
  'place',
])
type TextColumn = { [Column in EventColumn]: EventRow[Column] extends string ? Column : never }[EventColumn]
/** A built-in property is a column of the row, and may be a property as well: `$url` is both. */
const COLUMN_OF: ReadonlyMap<string, TextColumn> = new Map(
  eventColumns.filter((column) => !OURS.has(column)).map((column) => [`$${column}`, column as TextColumn]),
)

export const protect = <In extends EventRow>(rules: Rules): Step<In, In> => ({
  name: 'protect',
  run(input) {
    const known = rules.of(input.project)
    for (const [name, protection] of known.protections) protectOne(input, name, protection, known)
    return ok(input)
  },
})

function protectOne(row: EventRow, name: string, protection: Protection, { hash }: ProjectRules): void {
  const { properties } = row
  const keep = (value: string): string => (protection === 'hash' ? hash(value) : MASK)
  if (Object.hasOwn(properties, name)) {
    if (protection === 'drop') delete properties[name]
    else properties[name] = keep(properties[name] ?? '')
  }
  const column = COLUMN_OF.get(name)
  if (column && row[column] !== '') row[column] = protection === 'drop' ? '' : keep(row[column])
}
