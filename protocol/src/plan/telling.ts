/** Which built-in properties tell the values of others: an address its parts, what an SDK remembers what it remembers. */

const UTM = ['source', 'medium', 'campaign', 'term', 'content'].map((part) => `$utm_${part}`)
/** What SDKs keep of the first, the latest and the landing page's touch. */
const KEPT = ['initial', 'first', 'latest', 'session_entry']
const REMEMBERED = [
  '$url',
  '$current_url',
  '$host',
  '$pathname',
  '$referrer',
  '$referrer_host',
  '$channel',
  ...UTM,
]

/** Of each property those from which its values can be read right off. */
const TOLD_BY = new Map<string, string[]>()
const tell = (property: string, ...by: string[]): void => {
  TOLD_BY.set(property, [...(TOLD_BY.get(property) ?? []), ...by])
}
for (const part of ['$host', '$pathname', ...UTM]) tell(part, '$url')
// The page before is one's own, more often than not.
tell('$url', '$current_url', '$referrer')
tell('$pathname', '$path', '$url_path', '$previous_pathname', '$prev_pageview_pathname')
tell('$referrer_host', '$referrer')
for (const place of ['$country', '$province', '$city', '$carrier']) tell(place, '$ip')
for (const name of REMEMBERED) tell(name, ...KEPT.map((kept) => `$${kept}_${name.slice(1)}`))

/** Levels where whatever tells a property is at least as sensitive as that is. */
export function withTelling(levels: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(levels)
  const raise = (property: string, level: number): void => {
    for (const by of TOLD_BY.get(property) ?? []) {
      if ((all.get(by) ?? 1) >= level) continue
      all.set(by, level)
      raise(by, level)
    }
  }
  for (const [property, level] of levels) raise(property, level)
  return all
}
