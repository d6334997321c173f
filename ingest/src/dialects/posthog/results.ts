/** The newer protocol answers event by event: `{ results: { <uuid>: { result, details? } } }`. */
import type { Rejection } from '@firefly/protocol/verdicts'
import { bagOf, textIn } from '../object.ts'

export interface Result {
  result: 'ok' | 'drop'
  details?: string
}

/** What is refused would be refused again, so it is to be dropped, never retried. */
export function resultsOf(
  events: readonly unknown[],
  rejected: readonly Rejection[],
): Record<string, Result> {
  const refused = new Map(rejected.map(({ index, message }) => [index, message]))
  const results = new Map<string, Result>()
  events.forEach((event, index) => {
    const uuid = textIn(bagOf(event)['uuid'])
    const details = refused.get(index)
    if (uuid) results.set(uuid, details === undefined ? { result: 'ok' } : { result: 'drop', details })
  })
  return Object.fromEntries(results)
}
