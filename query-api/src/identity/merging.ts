/** Joining two people by hand, and taking apart what was joined: decisions are written down, facts never changed. */
import { randomUUID } from 'node:crypto'
import { sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Decided, MergeAsked, UnmergeAsked } from '@firefly/protocol/query/merging'
import { QueryError } from '../errors.ts'
import { type Project, personOfId } from '../persons.ts'
import { type Decision, decisionBlock } from './decisions.ts'
import type { Ask } from './joins.ts'
import { linkedWith, userBehind } from './standing.ts'

export interface Deciding {
  project: Project
  ask: Ask
  store: Pick<Store, 'insert'>
  /** Names the key of whoever decides. */
  by: string
  /** Unix milliseconds. */
  now: number
}

/** Links undone at a time; whoever has more is nobody's single person. */
const MOST_LINKS = 1_000

/** Joins the users behind both ids. Nothing is written where they are one person already. */
export async function merge({ from, into, reason }: MergeAsked, deciding: Deciding): Promise<Decided> {
  const { project, ask } = deciding
  if (await areOne(from, into, deciding)) return { decisions: [] }
  const [one, other] = [await userBehind(project.name, from, ask), await userBehind(project.name, into, ask)]
  return decide('merge', [[one, other]], reason, deciding)
}

/** Throws a 422 where there is nothing to undo, or too much. */
export async function unmerge(
  { distinctId, otherId, reason }: UnmergeAsked,
  deciding: Deciding,
): Promise<Decided> {
  const pairs = await pairsToUndo(distinctId, otherId, deciding)
  if (pairs.length === 0)
    throw impossible(
      otherId === undefined ? 'distinctId' : 'otherId',
      'expected an id that is joined with it',
    )
  if (pairs.length > MOST_LINKS)
    throw impossible('otherId', `expected one id, as more than ${MOST_LINKS} are joined with it`)
  return decide('unlink', pairs, reason, deciding)
}

type Pair = readonly [from: string, to: string]

/** Named by the ids of a merge, its users are meant. */
async function pairsToUndo(
  id: string,
  other: string | undefined,
  { project, ask }: Deciding,
): Promise<Pair[]> {
  const linked = await linkedWith(project.name, id, MOST_LINKS + 1, ask)
  if (other === undefined) return linked.map((one) => [id, one] as const)
  if (linked.includes(other)) return [[id, other]]
  const users = [await userBehind(project.name, id, ask), await userBehind(project.name, other, ask)] as const
  const near = await linkedWith(project.name, users[0], MOST_LINKS + 1, ask)
  return near.includes(users[1]) ? [users] : []
}

async function areOne(one: string, other: string, { project, ask }: Deciding): Promise<boolean> {
  const same = sql`SELECT ${personOfId(project, one)} = ${personOfId(project, other)} AS same`
  const [row] = await ask<{ same: number }>(statement(same))
  return row?.same === 1
}

async function decide(
  kind: Decision['kind'],
  pairs: readonly Pair[],
  reason: string,
  { project, store, by, now }: Deciding,
): Promise<Decided> {
  const decisions = pairs.map(([from, to]) => ({ kind, from, to }))
  const more = { project: project.name, time: now, by, reason }
  const rows = decisions.map((one) => ({ ...one, ...more, id: randomUUID() }))
  await store.insert(decisionBlock(rows, `decisions:${randomUUID()}`))
  return { decisions }
}

const impossible = (path: string, message: string): QueryError =>
  new QueryError('unsupported_query', 'nothing to undo', [{ path, message }])
