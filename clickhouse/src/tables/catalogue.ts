/** The catalogue's tables: which events and properties there are, how often on which day, and when first and last. */
import { linesOf } from '../lines.ts'
import type { Block } from '../store.ts'
import { clock } from './events.ts'

export interface CatalogueEvent {
  project: string
  event: string
  /** Days since 1970, UTC. */
  day: number
  /** Added to what is there. */
  count: number
  /** Unix milliseconds. */
  first: number
  last: number
}

export interface CatalogueProperty extends CatalogueEvent {
  property: string
}

const SEEN = ['day', 'count', 'first_seen', 'last_seen'] as const
const EVENTS = ['project', 'event', ...SEEN]
const PROPERTIES = ['project', 'event', 'property', ...SEEN]
const DAY_MS = 86_400_000

/** One block a table, none for a table without lines. */
export function catalogueBlocks(
  { events, properties }: { events: readonly CatalogueEvent[]; properties: readonly CatalogueProperty[] },
  token: (table: string) => string,
): Block[] {
  const blocks = [
    blockOf(
      'catalogue_events',
      EVENTS,
      events.map(({ project, event, ...seen }) => [project, event, ...valuesOf(seen)]),
      token,
    ),
    blockOf(
      'catalogue_properties',
      PROPERTIES,
      properties.map(({ project, event, property, ...seen }) => [
        project,
        event,
        property,
        ...valuesOf(seen),
      ]),
      token,
    ),
  ]
  return blocks.filter(({ lines }) => lines.length > 0)
}

const blockOf = (
  table: string,
  columns: readonly string[],
  rows: readonly unknown[][],
  token: (table: string) => string,
) => ({
  table,
  columns,
  lines: linesOf(rows),
  token: token(table),
})

const valuesOf = ({ day, count, first, last }: Omit<CatalogueEvent, 'project' | 'event'>) => [
  clock(day * DAY_MS).slice(0, 10),
  count,
  clock(first),
  clock(last),
]
