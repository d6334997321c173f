/** What was accepted and then set aside, as lines beside those of what was turned away at the door. */
import type { Store } from '@firefly/clickhouse/store'
import type { Refusals } from '@firefly/metadata/tables/refusals'
import { countQuarantine } from '@firefly/processors/quarantine/count'
import type { QuarantineReason } from '@firefly/protocol/verdicts'
import { Refused } from '../admin/refused.ts'

/** The store's own words may quote what was inside, which not everybody who may ask this may see. */
const WORDS: Record<QuarantineReason, string> = {
  unknown_version: 'accepted, then set aside: written by a newer version',
  undecodable: 'accepted, then set aside: the record cannot be read',
  step_failed: 'accepted, then set aside: a step failed on it',
  step_timed_out: 'accepted, then set aside: a step took too long over it',
  step_refused: 'accepted, then set aside: a step refused it',
  insert_refused: 'accepted, then set aside: the store refused the row',
  plan_violated: 'accepted, then set aside: it departs from the tracking plan',
}

export type SetAsideLine = Omit<Refusals, 'verdict' | 'firstAt' | 'lastAt'> & {
  verdict: 'quarantined'
  firstAt: string
  lastAt: string
}

/** Throws a 503 `Refused` when the store cannot be asked: half an answer would look like a whole one. */
export async function setAsideSince(store: Store, project: string, since: string): Promise<SetAsideLine[]> {
  const counted = await countQuarantine(store, project, since).catch(() => {
    throw new Refused('unavailable', 'the store cannot be asked now what was set aside; try again')
  })
  return counted.map(({ reason, ...counts }) => ({
    ...counts,
    project,
    dialect: '',
    verdict: 'quarantined',
    code: reason,
    message: WORDS[reason],
  }))
}
