/** Which number of an answer a pick means: a place in a list, a bucket, a node; a wrong one is named. */
import type { Bucket } from '../buckets.ts'
import { QueryError } from '../errors.ts'

export function oneOf<Item>(field: string, items: readonly Item[], at: number): Item {
  const item = items[at]
  if (item === undefined) throw wrongPick(field, `expected a number from 0 to ${items.length - 1}`)
  return item
}

/** The place of the bucket that the answer calls so. */
export function placeOf(field: string, buckets: readonly Bucket[], label: string): number {
  const at = buckets.findIndex((bucket) => bucket.label === label || bucket.start === Date.parse(label))
  if (at < 0) throw wrongPick(field, `expected one of the answer’s, such as ${buckets[0]?.label}`)
  return at
}

/** When a bucket begins, in Unix seconds; undefined where none is asked for. */
export function startOf(
  field: string,
  buckets: readonly Bucket[],
  label: string | undefined,
): number | undefined {
  if (label === undefined) return undefined
  return (buckets[placeOf(field, buckets, label)]?.start ?? 0) / 1000
}

/** The parts of a node's id. */
export function nodeOf(field: string, id: string): { step: number; name: string } {
  const [, step = '', name = ''] = /^(\d{1,4})_(.*)$/s.exec(id) ?? []
  if (step === '') throw wrongPick(field, 'expected the id of a node, such as 1_/shoes')
  return { step: Number(step), name }
}

export const wrongPick = (field: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path: `pick.${field}`, message }])
