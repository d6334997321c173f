/** What it costs to work out who is whom: all of a project's aliases, then with one more, and then with nothing new. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { Store } from '@firefly/clickhouse/store'
import { findProject } from '@firefly/query-api/identity/joins'
import { type Cost, costOf } from './cost.ts'
import { withStore } from './with-store.ts'

export interface PeopleCost {
  aliases: number
  whole: Cost
  /** Told after one more alias, the median of some. */
  oneMore: Cost
  known: Cost
}

const SIZES = [1_000, 100_000, 500_000]
const BLOCK = 50_000
const ROUNDS = 5

export async function measurePeople(): Promise<PeopleCost[]> {
  const costs: PeopleCost[] = []
  for (const aliases of SIZES) costs.push(await withStore((store) => measureSize(store, aliases)))
  return costs
}

async function measureSize(store: Store, aliases: number): Promise<PeopleCost> {
  const ask: Parameters<typeof findProject>[1] = async (select) => (await store.query<never>(select)).rows
  const find = (): Promise<Cost> => costOf(() => findProject('bench', ask, store))
  for (let from = 0; from < aliases; from += BLOCK) await tell(store, from, Math.min(aliases, from + BLOCK))
  const whole = await find()
  const more: Cost[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await tell(store, aliases + round, aliases + round + 1)
    more.push(await find())
  }
  const [oneMore = whole] = more.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds).slice(ROUNDS >> 1)
  return { aliases, whole, oneMore, known: await find() }
}

const tell = (store: Store, from: number, to: number): Promise<void> =>
  store.insert(
    linkBlock(
      Array.from({ length: to - from }, (_, at) => ({
        project: 'bench',
        kind: 'alias',
        from: `former-${from + at}`,
        to: `user-${(from + at) % 400_000}`,
        time: Date.UTC(2026, 0, 1),
        partition: 0,
        offset: from + at,
        place: 0,
        messageId: `alias-${from + at}`,
      })),
      `bench:${from}-${to}`,
    ),
  )
