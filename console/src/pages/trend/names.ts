/** What each line of a trend is called. */
import type { Dictionary } from '../../language/en.ts'
import { eventName, propertyName } from '../../question/catalogue.ts'
import { placeOf } from './letters.ts'
import type { SeriesDraft } from './question.ts'

/** "Order Completed", "Order Completed · Unique people", "Average of total · Order Completed". */
export function seriesName({ event, math, property }: SeriesDraft, words: Dictionary): string {
  const name = event ? eventName(event, words) : words.question.anyEvent
  if (math === 'total') return name
  const measure = words.trend.maths[math]
  return property ? `${name} · ${measure} ${propertyName(property, words)}` : `${name} · ${measure}`
}

/** The name of a line: of its series, of its group, or both where both are needed to tell it apart. */
export function lineName(
  series: readonly SeriesDraft[],
  words: Dictionary,
): (letter: string, group: string | null | undefined) => string {
  return (letter, group) => {
    const draft = series[placeOf(letter)]
    const name = draft ? seriesName(draft, words) : letter
    if (group === undefined) return name
    const value = group ?? words.question.none
    return series.length > 1 ? `${letter} · ${value}` : value
  }
}
