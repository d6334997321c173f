/** The ids that did something, and which of them are one person: what is known of an id never changes, whose it is may. */
import { createNumbers, type Key, type Numbers } from './numbers.ts'

export interface People {
  ids: Numbers
  /** The number of an id, as `OWN_ID` gives it; whoever is new is their own until somebody says otherwise. */
  of(low: number, high: number, isAnonymous: boolean): number
  isAnonymous(id: number): boolean
  /** Says whose an id is: the hash of that person, or nobody's but its own. */
  give(id: number, person: Key | undefined): void
  personOf(id: number): Key
  /** Ids that are one person, where a person has several. */
  several(): Iterable<ReadonlySet<number>>
}

export function createPeople(): People {
  const [ids, persons] = [createNumbers(), createNumbers()]
  // By id.
  let owner = new Int32Array(1024).fill(-1)
  let anonymous = new Uint8Array(1024)
  // By person: their only id, or -1.
  let only = new Int32Array(1024).fill(-1)
  const groups = new Map<number, Set<number>>()

  const leave = (id: number, person: number): void => {
    const group = groups.get(person)
    group?.delete(id)
    if (!group) only[person] = -1
    else if (group.size === 1) {
      groups.delete(person)
      for (const left of group) only[person] = left
    }
  }
  const enter = (id: number, person: number): void => {
    if (person >= only.length) only = longer(only)
    const group = groups.get(person)
    const other = only[person] ?? -1
    if (group) group.add(id)
    else if (other < 0) only[person] = id
    else {
      groups.set(person, new Set([other, id]))
      only[person] = -1
    }
    owner[id] = person
  }
  /** An anonymous id and the same text as a user's belong together until one of them is joined. */
  const ownOf = (id: number): Key => {
    const { low, high } = ids.keyOf(id)
    return anonymous[id] ? { low: ~low >>> 0, high: ~high >>> 0 } : { low, high }
  }
  const give: People['give'] = (id, person = ownOf(id)) => {
    const [before, now] = [owner[id] ?? -1, persons.of(person.low, person.high)]
    if (before === now) return
    if (before >= 0) leave(id, before)
    enter(id, now)
  }
  return {
    ids,
    of(low, high, isAnonymous) {
      const known = ids.size()
      const id = ids.of(low, high)
      if (id < known) return id
      if (id >= owner.length) {
        owner = longer(owner)
        const wider = new Uint8Array(owner.length)
        wider.set(anonymous)
        anonymous = wider
      }
      anonymous[id] = isAnonymous ? 1 : 0
      give(id, undefined)
      return id
    },
    isAnonymous: (id) => anonymous[id] === 1,
    give,
    personOf: (id) => persons.keyOf(owner[id] ?? 0),
    several: () => groups.values(),
  }
}

function longer(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(list.length * 2).fill(-1)
  wider.set(list)
  return wider
}
