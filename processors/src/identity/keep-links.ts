/** Stores what events say about who is whom, before the events themselves: whoever sees them sees them joined. */
import { type Link, linkBlock } from '@firefly/clickhouse/tables/identities'
import { type InsertOptions, insertTwiceInDoubt } from '../insert.ts'
import type { KnownLinks } from './known-links.ts'

/** Rejects when `signal` aborts, or when the store refuses a row of ours, which is a mistake of ours. */
export async function keepLinks(
  told: readonly Link[],
  token: string,
  known: KnownLinks,
  options: InsertOptions & { isReplay: boolean },
): Promise<void> {
  const links = known.news(told)
  if (links.length === 0) return
  await insertTwiceInDoubt((name) => linkBlock(links, name), token, options)
  known.keep(links)
}
