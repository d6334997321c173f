/** The context of an event: its own over that of its batch. */
import type { Context } from '@firefly/protocol/wire'

type Given = Context | null | undefined
const NONE: Context = {}

/**
 * For the events of one batch, in turn. Those whose own contexts say the same get one and the same object, since most
 * batches are of one device: whoever derives something from it can see that nothing has changed.
 */
export function contextsOver(batch: Given): (own: Given) => Context {
  const shared = batch ?? NONE
  let before: { own: Context; merged: Context } | undefined
  return (own) => {
    if (!own) return shared
    if (!before || !isSame(own, before.own)) before = { own, merged: batch ? merge(batch, own) : own }
    return before.merged
  }
}

/** The event's own fields win; objects of both are merged one level deep. */
function merge(batch: Context, own: Context): Context {
  const merged: Record<string, unknown> = { ...batch }
  for (const [key, value] of Object.entries(own)) {
    const under = merged[key]
    merged[key] = isObject(value) && isObject(under) ? { ...under, ...value } : value
  }
  return merged
}

/** Of what is plain; an object is as good as another one. */
function isSame(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  let fields = 0
  for (const name in one) {
    if (one[name] !== other[name] || !Object.hasOwn(other, name)) return false
    fields++
  }
  for (const _ in other) fields--
  return fields === 0
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
