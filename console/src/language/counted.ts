/** Picks the form of a word that goes with a number. */

/** `counted('en')(1, 'event', 'events')` is `'event'`. Languages without plurals do not need it. */
export function counted(locale: string): (count: number, one: string, many: string) => string {
  const rules = new Intl.PluralRules(locale)
  return (count, one, many) => (rules.select(count) === 'one' ? one : many)
}
