/** Counts what the catalogue tells of a block of events: how often each event, with which properties, on which day. */
import type { Block } from '../store.ts'
import { type CatalogueEvent, catalogueBlocks, type CatalogueProperty } from '../tables/catalogue.ts'
import type { EventRow } from '../tables/events.ts'
import { NameSet, type Seen } from './name-set.ts'

type Counted = Pick<EventRow, 'project' | 'event' | 'time' | 'properties'>

export interface CatalogueTally {
  /** Counts one event; with `count` −1 it takes one back, first and last seen stay. */
  add(row: Counted, count?: number): void
  /** A block for each table that has something to tell. */
  blocks(token: (table: string) => string): Block[]
}

const DAY_MS = 86_400_000
/** What a Date of the engine can hold, in days since 1970. */
const LAST_DAY = 65_535

export function createCatalogueTally(): CatalogueTally {
  const projects = new Map<string, Map<string, NameSet>>()
  let [project, events] = ['', new Map<string, NameSet>()]
  const setsOf = (row: Counted): NameSet => {
    if (row.project !== project) [project, events] = [row.project, childOf(projects, row.project, newEvents)]
    return childOf(events, row.event, newSets)
  }
  return {
    add(row, count = 1) {
      let names = setsOf(row)
      for (const name in row.properties) names = names.with(name)
      names.count(Math.min(Math.max(0, Math.floor(row.time / DAY_MS)), LAST_DAY), row.time, count)
    },
    blocks: (token) => catalogueBlocks(linesOf(projects), token),
  }
}

const newEvents = (): Map<string, NameSet> => new Map()
const newSets = (): NameSet => new NameSet('')

function childOf<Key, Child>(parent: Map<Key, Child>, key: Key, make: () => Child): Child {
  const known = parent.get(key)
  if (known !== undefined) return known
  const child = make()
  parent.set(key, child)
  return child
}

interface Lines {
  events: CatalogueEvent[]
  properties: CatalogueProperty[]
}

function linesOf(projects: Map<string, Map<string, NameSet>>): Lines {
  const lines: Lines = { events: [], properties: [] }
  for (const [project, events] of projects)
    for (const [event, sets] of events) {
      const { whole, byName } = sumsOf(sets)
      for (const [day, seen] of whole) lines.events.push({ project, event, day, ...seen })
      for (const [property, days] of byName)
        for (const [day, seen] of days) lines.properties.push({ project, event, property, day, ...seen })
    }
  return lines
}

type Days = Map<number, Seen>

/** Most events of a name have the same properties, so that these are few sums. */
function sumsOf(sets: NameSet): { whole: Days; byName: Map<string, Days> } {
  const [whole, byName] = [new Map() as Days, new Map<string, Days>()]
  sets.each([], (names, day, seen) => {
    addTo(whole, day, seen)
    for (const name of names)
      addTo(
        childOf(byName, name, (): Days => new Map()),
        day,
        seen,
      )
  })
  return { whole, byName }
}

function addTo(days: Days, day: number, { count, first, last }: Seen): void {
  const sum = days.get(day)
  if (!sum) return void days.set(day, { count, first, last })
  sum.count += count
  sum.first = Math.min(sum.first, first)
  sum.last = Math.max(sum.last, last)
}
