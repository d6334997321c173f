/**
 * A range cut as its events are stored, by name, day and person, so that each is read once however many a day has. A month at a
 * time, since that is how far one list of counts goes.
 */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Slice } from './slices.ts'

/** Events of one name on one day; `start` is where it begins in Unix milliseconds. */
export interface Stored {
  name: string
  start: number
  events: number
}
/** All that is stored from one to another, both included, or of one day a share of its people. */
export interface Piece {
  first: Stored
  last: Stored
  share?: { part: number; of: number }
}
const DAY = 86_400_000
const STRETCH = 31 * DAY
/** People are not equally busy, so shares are cut a fourth smaller than what may be held. */
const ROOM = 0.75

export async function* storedPieces(
  range: Slice,
  most: number,
  count: (within: Slice) => Promise<Stored[]>,
): AsyncGenerator<{ within: Slice; piece: Piece }> {
  for (let { from } = range; from < range.to; from += STRETCH) {
    const within = { from, to: Math.min(from + STRETCH, range.to) }
    for (const piece of piecesOf(await count(within), most)) yield { within, piece }
  }
}

/** Of what is in the order of names and days; no piece holds more than `most`, unless a single person did as much. */
export function* piecesOf(all: readonly Stored[], most: number): Generator<Piece> {
  let open: Piece | undefined
  let held = 0
  for (const one of all) {
    if (open && held + one.events > most) {
      yield open
      open = undefined
      held = 0
    }
    if (one.events > most) yield* sharesOf(one, Math.ceil(one.events / (most * ROOM)))
    else {
      open = { first: open?.first ?? one, last: one }
      held += one.events
    }
  }
  if (open) yield open
}

const sharesOf = (one: Stored, of: number): Piece[] =>
  Array.from({ length: of }, (_, part) => ({ first: one, last: one, share: { part, of } }))

/** What holds for the events of a piece, among those of the stretch it was cut from. */
export function inPiece({ first, last, share }: Piece): Sql {
  if (share) return sql`${isOf(first)} AND ${since(first)} AND ${until(last)} AND ${inShare(share)}`
  if (first.name === last.name) return sql`${isOf(first)} AND ${since(first)} AND ${until(last)}`
  const between = sql`event > ${bind('String', first.name)} AND event < ${bind('String', last.name)}`
  const parts = [between, sql`${isOf(first)} AND ${since(first)}`, sql`${isOf(last)} AND ${until(last)}`]
  return sql`(${join(parts, ' OR ')})`
}

const isOf = ({ name }: Stored): Sql => sql`event = ${bind('String', name)}`
const since = ({ start }: Stored): Sql => sql`time >= fromUnixTimestamp64Milli(${bind('Int64', start)})`
const until = ({ start }: Stored): Sql => sql`time < fromUnixTimestamp64Milli(${bind('Int64', start + DAY)})`

/** Ids are hashes, so as large a part of all numbers has about as many of them. */
function inShare({ part, of }: { part: number; of: number }): Sql {
  const edge = (at: number): Sql => bind('UInt64', String((2n ** 64n * BigInt(at)) / BigInt(of)))
  const since = sql`person_id >= ${edge(part)}`
  return part + 1 === of ? since : sql`${since} AND person_id < ${edge(part + 1)}`
}
