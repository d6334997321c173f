/** Which number of an answer a pick means: a place in a list, a bucket, a node; a wrong one is named. */
import type { Bucket } from '../buckets.ts'
import { QueryError } from '../errors.ts'

export function oneOf<Item>(field: string, items: readonly Item[], at: number): Item {
  const item = items[at]
  if (item === undefined) throw wrongPick(field, `expected a number from 0 to ${items.length - 1}`)
  return item
}

/** What a part of the answer is about, which is there only where the question has that field. */
export function asked<Part>(field: string, part: Part | undefined, of: string): Part {
  if (part === undefined) throw wrongPick(field, `expected a question with ${of}`)
  return part
}

/** Groups are told by the properties of the question alone. */
export function amongAsked(property: string, properties: readonly string[]): void {
  if (properties.includes(property)) return
  const among = properties.length > 0 ? `one of ${properties.join(', ')}` : 'none'
  throw wrongPick('property', `expected ${among}, as the question has them`)
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

/** The parts of a node's id; `steps` is where paths end at the latest. */
export function nodeOf(field: string, id: string, steps: number): { step: number; name: string } {
  const [, step = '', name = ''] = /^(\d{1,4})_(.*)$/s.exec(id) ?? []
  if (step === '') throw wrongPick(field, 'expected the id of a node, such as 1_/shoes')
  if (Number(step) < 1 || Number(step) > steps) throw wrongPick(field, `expected a step from 1 to ${steps}`)
  return { step: Number(step), name }
}

export const wrongPick = (field: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path: `pick.${field}`, message }])
