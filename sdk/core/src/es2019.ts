/** What the SDK uses of ES2016 to ES2019, for engines that lack it. */

const own = <Entry>(value: object, entry: (key: string) => Entry): Entry[] => Object.keys(value).map(entry)

Object.entries ||= (value: object) =>
  own(value, (key): [string, unknown] => [key, (value as Record<string, unknown>)[key]])
Object.values ||= (value: object) => own(value, (key) => (value as Record<string, unknown>)[key])
Object.fromEntries ||= (entries: Iterable<readonly unknown[]>) => {
  const result: Record<string, unknown> = {}
  for (const [key, value] of Array.from(entries)) result[String(key)] = value
  return result
}
// oxlint-disable-next-line no-extend-native -- only where the engine has none.
Array.prototype.includes ||= function includes(this: unknown[], value) {
  return this.indexOf(value) >= 0
}
// oxlint-disable-next-line no-extend-native -- only where the engine has none.
Promise.prototype.finally ||= function settled(this: Promise<unknown>, run) {
  return this.then(
    (value) => Promise.resolve(run?.()).then(() => value),
    (error: unknown) => Promise.resolve(run?.()).then(() => Promise.reject(error)),
  ) as never
}
