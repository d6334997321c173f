/** A window of a project and what it knows of the store: brought up to date before each answer. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Project } from '../../../persons.ts'
import type { Range } from '../../../range.ts'
import { UNHURRIED } from '../../../rollups/unhurried.ts'
import { type Counted, countedOf, type Fresh, lookedAt, ownIn, type Part } from './blocks.ts'
import { joinPeople, type Joined } from './joining.ts'
import { digitsOf, keyIn, type Key } from './numbers.ts'
import { mixedSql, type PartRow, partsSql, rowsSql, textsSql } from './sql.ts'
import { createWindow, LISTS, type List, ROW_NUMBERS, type Window } from './window.ts'

export const MINUTE_MS = 60_000
/** Whatever is told of a window's project within these times is counted, whenever it comes. */
const COUNTED_MS = 12 * 3_600_000

/** The store and a way to ask it whatever a question may cost: what is read once is not read again. */
export interface Source {
  store: Pick<Store, 'query' | 'read' | 'scan' | 'writesOf'>
}

export interface Kept {
  project: string
  times: Pick<Range, 'from' | 'to'>
  window: Window
  counted: Counted[]
  /** How far rows of each partition of the log were counted, by month. */
  heads: Map<string, Map<number, number>>
  marker?: string
  joined: Joined
  /** What the window took when it was last cut, and how many ids and names it had. */
  cutAt: { size: number; numbers: number }
  /** The end of the last minute that was asked for, in minutes since 1970. */
  asked: number
}

/** Nothing is counted yet. Asked is for the `minutes` before one, which is a minute since 1970. */
export function createKept(project: string, asked: number, minutes: number): Kept {
  const first = asked - minutes
  const from = first * MINUTE_MS
  const window = createWindow(first)
  return {
    project,
    times: { from, to: from + COUNTED_MS },
    window,
    counted: [],
    heads: new Map(),
    joined: { ids: 0 },
    cutAt: { size: 0, numbers: 0 },
    asked,
  }
}

/** Counts what came since. False where that cannot be told any more, or there is no room: then the window says nothing. */
export async function keepUp(kept: Kept, project: Project, { store }: Source): Promise<boolean> {
  const ask = async <Row>(select: Statement): Promise<Row[]> =>
    (await store.query<Row>(select, UNHURRIED)).rows
  const rows = await ask<PartRow>(partsSql(kept.times.from))
  const [some] = rows
  if (!some || (kept.marker !== undefined && kept.marker !== some.marker)) return false
  kept.marker = some.marker
  const looked = lookedAt(kept.counted, rows.map(partOf))
  if (!looked) return false
  kept.counted = looked.counted
  const { fresh } = looked
  if (fresh.length > 0 && !(await countFresh(kept, fresh, ask, store))) return false
  return joinPeople(kept.joined, kept.window.people, project, Number(some.at), { ask, store })
}

type Ask = <Row>(select: Statement) => Promise<Row[]>

const partOf = ({ name, partition, first, last, rows }: PartRow): Part => ({
  name,
  partition,
  first: Number(first),
  last: Number(last),
  rows: Number(rows),
})

async function countFresh(
  kept: Kept,
  fresh: readonly Fresh[],
  ask: Ask,
  store: Source['store'],
): Promise<boolean> {
  const whole = fresh.filter(({ known }) => known.length === 0)
  const mixed = fresh.filter(({ known }) => known.length > 0)
  if (!(await isToldApart(kept, mixed, ask))) return false
  const own = await countRows(kept, whole, mixed, store)
  if (!own) return false
  const all = [...whole, ...mixed]
  // A part of which nothing was seen may have been merged before it was read; then what it became is looked at the next time.
  const isUnseen = all.some((_, at) => own[at] === 0)
  const still = isUnseen
    ? new Set((await ask<PartRow>(partsSql(kept.times.from))).map(({ name }) => name))
    : undefined
  all.forEach(({ part, known }, at) => {
    if (own[at] === 0 && !still?.has(part.name)) kept.counted.push(...known)
    else kept.counted.push(countedOf(part, ownIn(known) + (own[at] ?? 0)))
  })
  return nameAll(
    kept,
    all.map(({ part }) => part),
    ask,
  )
}

/** Whether the rows that came into the log last are those that were not counted, as many as they have to be. */
async function isToldApart(
  { project, times, heads }: Kept,
  mixed: readonly Fresh[],
  ask: Ask,
): Promise<boolean> {
  if (mixed.length === 0) return true
  const parts = mixed.map(({ part }) => part)
  const rows = await ask<{ part: string; rows: number; beyond: number }>(
    mixedSql(project, times, parts, heads),
  )
  const byName = new Map(rows.map((row) => [row.part, row]))
  return mixed.every(({ part, known }) => {
    const row = byName.get(part.name)
    return !row || row.rows - row.beyond === ownIn(known)
  })
}

/** How many rows of each part were counted; undefined when there was no room for them. */
async function countRows(
  kept: Kept,
  whole: readonly Fresh[],
  mixed: readonly Fresh[],
  store: Source['store'],
): Promise<number[] | undefined> {
  const { window, times, project, heads } = kept
  const parts = { whole: whole.map(({ part }) => part), mixed: mixed.map(({ part }) => part) }
  const all = [...parts.whole, ...parts.mixed]
  const own = all.map(() => 0)
  let hasRoom = true
  const lanes = all.map(({ partition }) => laneHeads(heads, partition))
  await store.scan(rowsSql(project, times, parts, heads), ROW_NUMBERS, (numbers) => {
    const rows = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2)
    hasRoom = hasRoom && window.add(rows)
    for (let at = 0; at < rows.length; at += 2 * ROW_NUMBERS) {
      const place = rows[at + 9] ?? 0
      own[place] = (own[place] ?? 0) + 1
      const high = rows[at + 11] ?? 0
      const offset = (rows[at + 10] ?? 0) + (high & 0xffff) * 2 ** 32
      const [lane, seen] = [high >>> 16, lanes[place]]
      if (seen && offset > (seen.get(lane) ?? -1)) seen.set(lane, offset)
    }
  })
  return hasRoom ? own : undefined
}

function laneHeads(heads: Kept['heads'], partition: string): Map<number, number> {
  const own = heads.get(partition) ?? new Map<number, number>()
  heads.set(partition, own)
  return own
}

/** What hashes stand for that were not met before. */
async function nameAll(kept: Kept, parts: readonly Part[], ask: Ask): Promise<boolean> {
  for (const list of LISTS) {
    await nameOf(kept, list, ask, parts)
    // Parts that were merged meanwhile are not found by their names any more.
    await nameOf(kept, list, ask)
    if (unnamed(kept.window, list).length > 0) return false
  }
  return true
}

async function nameOf(
  { project, times, window }: Kept,
  list: List,
  ask: Ask,
  parts?: readonly Part[],
): Promise<void> {
  const unknown = unnamed(window, list)
  if (unknown.length === 0) return
  const { numbers, texts } = window.lists[list]
  const found = await ask<{ hash: string; text: string }>(
    textsSql(list, project, times, unknown.map(digitsOf), parts),
  )
  for (const { hash, text } of found) {
    const { low, high } = keyIn(hash)
    texts[numbers.find(low, high)] = text
  }
}

function unnamed({ lists }: Window, list: List): Key[] {
  const { numbers, texts } = lists[list]
  const keys: Key[] = []
  for (let number = 0; number < numbers.size(); number++)
    if (texts[number] === undefined) keys.push(numbers.keyOf(number))
  return keys
}
