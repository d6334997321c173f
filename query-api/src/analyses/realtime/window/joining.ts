/** Who is whom among the people of a window: looked up for whoever is new, and again for those of whom something was said since. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { generationOf, type Known } from '../../../identity/changed-ids.ts'
import type { Joins } from '../../../identity/joined-ids.ts'
import type { Project } from '../../../persons.ts'
import { UNHURRIED } from '../../../rollups/unhurried.ts'
import { digitsOf, keyIn } from './numbers.ts'
import type { People } from './people.ts'
import { everybodySql, personsSql } from './sql.ts'

export interface Joined {
  /** How many of the ids were looked up. */
  ids: number
  /** As of when, undefined before the first look. */
  known?: Known
  /** The writes that had been by then, of what says who is whom. */
  writes?: number | undefined
}

/** What is told while it is looked for may be seen later, though it says it was told before. */
const LATER_SECONDS = 60
/** For more ids everybody who is joined is read. */
const MOST_ASKED = 20_000
/** Two numbers of 64 bits. */
const ROW_BYTES = 16
const TABLES = ['identities', 'identity_decisions']

interface Way {
  ask: <Row>(select: Statement) => Promise<Row[]>
  store: Pick<Store, 'read' | 'writesOf'>
}

/** `at` is a moment by the clock of the store, in Unix seconds, before this began. */
export async function joinPeople(
  joined: Joined,
  people: People,
  project: Project,
  at: number,
  { ask, store }: Way,
): Promise<boolean> {
  const { joins } = project
  // Nobody is joined with anybody.
  if (!joins) return joined.known === undefined
  const writes = store.writesOf(TABLES)
  const known = { since: at - LATER_SECONDS, generation: generationOf(joins) }
  const size = people.ids.size()
  const isSame =
    writes !== undefined && writes === joined.writes && known.generation === joined.known?.generation
  if (!joined.known || size - joined.ids > MOST_ASKED) await joinEverybody(people, project.name, joins, store)
  else if (!isSame || size > joined.ids) {
    const ids = Array.from({ length: size - joined.ids }, (_, n) =>
      digitsOf(people.ids.keyOf(joined.ids + n)),
    )
    const rows = await ask<{ id: string; person: string }>(
      personsSql(project, joins, ids, isSame ? undefined : joined.known),
    )
    for (const { id, person } of rows) giveTo(people, id, person)
  }
  Object.assign(joined, { ids: size, known, writes })
  return true
}

function giveTo(people: People, id: string, person: string): void {
  const { low, high } = keyIn(id)
  const number = people.ids.find(low, high)
  if (number >= 0) people.give(number, person === '0' ? undefined : keyIn(person))
}

/** Whoever is not named is nobody else's, or no more. */
async function joinEverybody(
  people: People,
  project: string,
  joins: Joins,
  store: Way['store'],
): Promise<void> {
  const bytes = await store.read(everybodySql(project, joins), UNHURRIED)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isNamed = new Uint8Array(people.ids.size())
  for (let at = 0; at + ROW_BYTES <= bytes.byteLength; at += ROW_BYTES) {
    const id = people.ids.find(view.getUint32(at, true), view.getUint32(at + 4, true))
    if (id < 0) continue
    isNamed[id] = 1
    people.give(id, { low: view.getUint32(at + 8, true), high: view.getUint32(at + 12, true) })
  }
  isNamed.forEach((is, id) => {
    if (!is) people.give(id, undefined)
  })
}
