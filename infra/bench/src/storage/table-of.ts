/** What is asked of every table that is compared: how large it is, and how fast it answers. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'

/** A question and the fewest milliseconds it took. */
export type Fastest = [question: string, milliseconds: number]

const ROUNDS = 5

/** Bytes of all parts that are in use. */
export async function bytesOf(store: Store, table: string): Promise<number> {
  const size = sql`SELECT sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE database = currentDatabase() AND active AND table = ${bind('String', table)}`
  return Number((await store.query<{ bytes: string }>(statement(size))).rows[0]?.bytes)
}

export async function fastestOf(
  store: Store,
  questions: Readonly<Record<string, string>>,
): Promise<Fastest[]> {
  const fastest: Fastest[] = []
  for (const [question, text] of Object.entries(questions)) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      await store.query({ sql: text, params: {} })
      times.push(performance.now() - began)
    }
    fastest.push([question, Math.min(...times)])
  }
  return fastest
}
