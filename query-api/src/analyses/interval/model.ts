/** For tests: intervals, slow and obvious: from each start to the next event that matters, if that is an end. */
import type { IntervalQuery } from '@firefly/protocol/query/interval'
import type { Happening } from '../../testing/corpus.ts'
import { isSelected, peopleOf } from '../../testing/plain.ts'

/** The seconds of each pair, person by person. */
export function modelIntervals(
  events: readonly Happening[],
  query: IntervalQuery,
  windowMs: number,
): number[][] {
  const begins = (one: Happening): boolean => isSelected(query.start, one, 'UTC')
  const ends = (one: Happening): boolean => isSelected(query.end, one, 'UTC')
  const rank = (one: Happening): number => (begins(one) && ends(one) ? 1 : begins(one) ? 0 : 2)
  const kept = events.filter(
    (one) => isSelected({ filters: query.filters }, one, 'UTC') && (begins(one) || ends(one)),
  )
  return peopleOf(kept.toSorted((a, b) => a.time - b.time || rank(a) - rank(b))).map((own) =>
    own.flatMap((one, at) => {
      const next = own[at + 1]
      return next && begins(one) && ends(next) && next.time - one.time <= windowMs
        ? [(next.time - one.time) / 1000]
        : []
    }),
  )
}
