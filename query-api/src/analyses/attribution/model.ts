/** For tests: attribution, slow and obvious: each conversion shares itself among its touches. */
import type { AttributionQuery } from '@firefly/protocol/query/attribution'
import type { Happening } from '../../testing/corpus.ts'
import { numberIn, textIn } from '../../testing/filters.ts'
import { byBytes, isSelected, peopleOf } from '../../testing/plain.ts'

export interface Credit {
  conversions: number
  worth: number
}

const DAY = 86_400_000

/** Credit by value, and under `none` what has no touch. The window and the half-life are in days. */
export function modelAttribution(
  events: readonly Happening[],
  query: AttributionQuery,
  from: number,
  to: number,
): Map<string, Credit> {
  const credits = new Map<string, Credit>()
  const give = (to: string, share: number, worth: number): void => {
    const { conversions, worth: before } = credits.get(to) ?? { conversions: 0, worth: 0 }
    credits.set(to, { conversions: conversions + share, worth: before + share * worth })
  }
  const valueOf = (one: Happening): string => textIn(one, query.by, 'UTC')
  const kept = events.filter((one) => one.time < to && isSelected({ filters: query.filters }, one, 'UTC'))
  for (const own of peopleOf(kept))
    for (const conversion of own.filter((one) => one.time >= from && isSelected(query.target, one, 'UTC'))) {
      const worth =
        query.target.property === undefined
          ? 1
          : (numberIn(textIn(conversion, query.target.property, 'UTC')) ?? 0)
      const touches = own
        .filter((one) => isSelected(query.touch, one, 'UTC'))
        .filter(
          ({ time }) =>
            time <= conversion.time &&
            time >= conversion.time - query.window.value * DAY &&
            time >= from - query.window.value * DAY,
        )
        .toSorted((a, b) => a.time - b.time || byBytes(valueOf(a), valueOf(b)))
      if (touches.length === 0) give('none', 1, worth)
      const weights = touches.map((touch, at) =>
        weightOf(query, at, touches.length, conversion.time - touch.time),
      )
      const sum = weights.reduce((all, one) => all + one, 0)
      touches.forEach((touch, at) => give(`value ${valueOf(touch)}`, (weights[at] ?? 0) / sum, worth))
    }
  return credits
}

function weightOf({ model, halfLife }: AttributionQuery, at: number, count: number, age: number): number {
  const isEnd = at === 0 || at === count - 1
  return {
    first: at === 0 ? 1 : 0,
    last: at === count - 1 ? 1 : 0,
    linear: 1,
    position: count <= 2 ? 1 : isEnd ? 0.4 : 0.2 / (count - 2),
    time_decay: 0.5 ** (age / (halfLife.value * DAY)),
  }[model]
}
