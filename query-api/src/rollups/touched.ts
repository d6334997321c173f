/**
 * Whom bits cannot speak for: whoever has several numbers, or shares one with others, and whoever came on a day that is not sealed. They are
 * asked for by their days, with all their ids, and their numbers are taken out of the bits.
 */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { changedIds, everyJoinedId } from '../identity/changed-ids.ts'
import { ofPeople, OWN_ID, personOf } from '../persons.ts'
import { type DayGrid, dayBits, inMonths } from './days.ts'
import type { Sealed } from './sealed.ts'
import { apartNumbers, isStill } from './settled.ts'

export interface Touched {
  /** Their numbers, as one row of bits. */
  bits: Sql
  /** Their ids, as `OWN_ID` gives them. */
  ids: Sql
}

/** Undefined where that is nobody. */
export function touchedIn(sealed: Sealed, events: readonly (string | undefined)[]): Touched | undefined {
  const { project, settled, open } = sealed
  const came = open.length > 0 ? cameOn(sealed, events) : undefined
  const ids = [movedIds(sealed), came].filter((some) => some !== undefined)
  if (ids.length === 0 && !settled?.apart) return undefined
  const own = sql`FROM id_numbers WHERE project = ${bind('String', project.name)} AND numbering = ${bind('UInt32', sealed.numbering)}`
  const named =
    ids.length > 0 ? sql`SELECT number ${own} AND ${OWN_ID} IN (${join(ids, '\nUNION ALL\n')})` : undefined
  const apart = settled?.apart ? apartNumbers(project.name, settled) : undefined
  const numbers = join(
    [named, apart].filter((some) => some !== undefined),
    '\nUNION ALL\n',
  )
  const theirs = sql`SELECT ${OWN_ID} AS id ${own} AND number IN (${numbers})`
  return {
    bits: sql`SELECT groupBitmapState(number) FROM (${numbers})`,
    ids: came ? sql`${theirs} UNION ALL ${came}` : theirs,
  }
}

/** Where nothing was looked up yet no number is shared, but whoever is joined may have several. */
function movedIds({ project, settled }: Sealed): Sql | undefined {
  if (settled) return isStill(settled, project.joins) ? undefined : changedIds(project, settled)
  return project.joins && everyJoinedId(project.name, project.joins)
}

/** The ids that did one of the events on an open day, and the people they are. */
const cameOn = ({ grid, project, open }: Sealed, events: readonly (string | undefined)[]): Sql => sql`
  SELECT arrayJoin([${OWN_ID}, ${personOf(project)}, bitNot(${personOf(project)})]) AS id
  FROM ${ofPeople(sql`people_days`, project)}
  WHERE project = ${bind('String', project.name)} AND event IN ${bind(
    'Array(String)',
    events.map((event) => event ?? ''),
  )} AND ${inMonths(grid, false)} AND bitAnd(${dayBits(grid)}, ${openMask(grid, open)}) != 0`

/** The bits of days, the grid's first one at bit 1. */
const openMask = ({ first }: DayGrid, open: readonly number[]): Sql =>
  sql`toUInt64(${bind('UInt64', String(open.reduce((mask, day) => mask | (1n << BigInt(day - first + 1)), 0n)))})`
