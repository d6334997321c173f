/** Adds what a range of the log holds to the catalogue, once, under the token of its range. */
import { type CatalogueTally, createCatalogueTally } from '@firefly/clickhouse/catalogue/tally'
import type { ArrivedRow } from '../chunk.ts'
import { type InsertOptions, insertPatiently } from '../insert.ts'

/**
 * Before the events themselves: whoever sees an event finds its names in the catalogue.
 * Rejects when `signal` aborts, or when the store refuses a line of ours, which is a mistake of ours.
 */
export async function keepCatalogue(
  tally: CatalogueTally,
  token: (table: string) => string,
  options: InsertOptions,
): Promise<void> {
  for (const block of tally.blocks(token)) {
    const refusal = await insertPatiently(block, options)
    if (refusal) throw refusal
  }
}

/** What the store refused was counted, and is not there. */
export async function countOut(
  refused: readonly ArrivedRow[],
  token: (table: string) => string,
  options: InsertOptions,
): Promise<void> {
  const tally = createCatalogueTally()
  for (const row of refused) tally.add(row, -1)
  await keepCatalogue(tally, (table) => `${token(table)}/refused`, options)
}
