/** For tests: the same people, who did the same under several ids of theirs, so that every analysis is asked about joined people too. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Link } from '@firefly/clickhouse/tables/identities'

type Ids = Pick<EventRow, 'user_id' | 'anonymous_id'>

const asUser = (person: string): Ids => ({ user_id: person, anonymous_id: '' })
/** Signed in, not signed in yet, both, or under a user id of before. */
const WAYS: readonly ((person: string) => Ids)[] = [
  asUser,
  (person) => ({ user_id: '', anonymous_id: `${person}~phone` }),
  (person) => ({ user_id: person, anonymous_id: `${person}~web` }),
  (person) => ({ user_id: `${person}~before`, anonymous_id: '' }),
]

export const scatteredIds = (person: string, at: number): Ids => (WAYS[at % WAYS.length] ?? asUser)(person)

/** What joins them again. */
export const linksOf = (project: string, people: readonly string[]): Link[] =>
  people.flatMap((person) => {
    const said = { project, to: person, time: 0, partition: 0, offset: 0, place: 0, messageId: '' }
    return [
      { ...said, kind: 'identify' as const, from: `${person}~phone` },
      { ...said, kind: 'alias' as const, from: `${person}~before` },
    ]
  })
