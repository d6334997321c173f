/** Which records of a range are in quarantine already: told by what they hold, since a token only tells that something was tried. */
import { integer, sql } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Fingerprint } from '../fingerprint.ts'
import type { SetAside } from './set-aside.ts'

export const nameOfRecord = ({ record }: Pick<SetAside, 'record'>, fingerprint: Fingerprint): bigint =>
  fingerprint('', record)

/** Fingerprints of the records. */
export async function asideIn(
  store: Store,
  { partition, from, to }: { partition: number; from: number; to: number },
): Promise<Set<bigint>> {
  const aside = new Set<bigint>()
  const records = sql`
    SELECT xxHash64(concat('\n', record)) FROM quarantine
    WHERE log_partition = ${integer(partition)}
      AND log_offset >= ${integer(from)} AND log_offset < ${integer(to)}`
  await store.scan(records, 1, (names) => {
    for (const name of names) aside.add(name)
  })
  return aside
}
