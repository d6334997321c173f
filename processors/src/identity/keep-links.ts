/** Stores what events say about who is whom, before the events themselves: whoever sees them sees them joined. */
import { type Link, linkBlock } from '@firefly/clickhouse/tables/identities'
import { type InsertOptions, insertPatiently } from '../insert.ts'
import type { KnownLinks } from './known-links.ts'

/**
 * Rejects when `signal` aborts, or when the store refuses a row of ours, which is a mistake of ours.
 * Where an insert failed first, or is a replay, it is made once more under another name: a store without room may remember
 * a block that it never kept, and telling a link twice changes nothing.
 */
export async function keepLinks(
  told: readonly Link[],
  token: string,
  known: KnownLinks,
  { isReplay, ...options }: InsertOptions & { isReplay: boolean },
): Promise<void> {
  const links = known.news(told)
  if (links.length === 0) return
  let isDoubtful = isReplay
  const onRetry: InsertOptions['onRetry'] = (error, waitMs) => {
    isDoubtful = true
    options.onRetry(error, waitMs)
  }
  for (let name = token; ; name += '/again') {
    const refusal = await insertPatiently(linkBlock(links, name), { ...options, onRetry })
    if (refusal) throw refusal
    if (!isDoubtful) break
    isDoubtful = false
  }
  known.keep(links)
}
