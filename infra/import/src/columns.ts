/** Holds a mapping against the columns that a CSV file has, before a thousand rows fail for one slip. */
import type { Mapping } from './mapping.ts'

/** Throws when the mapping cannot work for a file with these columns. */
export const checkColumns =
  (mapping: Mapping) =>
  (columns: readonly string[]): void => {
    const missing = namedColumns(mapping).find(([, column]) => !columns.includes(column))
    const has = `; it has: ${columns.join(', ')}`
    if (missing) throw new Error(`--${missing[0]}: the file has no column "${missing[1]}"${has}`)
    const { type, event, eventName, user, anonymous } = mapping
    if (user === undefined && anonymous === undefined)
      throw new Error(`give --user or --anonymous, the column that says who it was${has}`)
    if (type === 'track' && event === undefined && eventName === undefined)
      throw new Error(`give --event (a column), --event-name (one name for all), or --type page${has}`)
  }

/** Columns that the mapping names, each with the option that names it. */
function namedColumns(mapping: Mapping): [option: string, column: string][] {
  const { event, user, anonymous, time, timeOffsetSeconds, messageId, property = [], number } = mapping
  const lists: [string, (string | undefined)[]][] = [
    ['event', [event]],
    ['user', [user]],
    ['anonymous', [anonymous]],
    ['time', [time]],
    ['time-offset-seconds', [timeOffsetSeconds]],
    ['message-id', [messageId]],
    ['property', property],
    ['number', number],
  ]
  return lists.flatMap(([option, columns]) =>
    columns.flatMap((column): [string, string][] => (column === undefined ? [] : [[option, column]])),
  )
}
