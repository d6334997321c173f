/** Leaves out of properties whatever no JSON can hold, or no collector takes. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import type { Properties } from '../event.ts'

/** The levels of the event and of its bag stand around a property. */
const LEVELS = MAX_DEPTH - 2

/** `names` are told what had to be left out. */
export const trimmed = (bag: Properties, names: string[]): Properties =>
  Object.fromEntries(
    Object.entries(bag).filter(
      ([name, value], index) =>
        // What is undefined JSON leaves out, and nobody misses it.
        (index < MAX_PROPERTIES && isFit(value ?? null)) || !names.push(name.slice(0, MAX_NAME_LENGTH)),
    ),
  )

/** Not what is too large, too deep, or refuses to be serialised, as a cycle, a BigInt or a function does. */
function isFit(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= MAX_EVENT_BYTES && !isDeeper(value, LEVELS)
  } catch {
    return false
  }
}

/** Of what has been serialised: it ends. */
const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  !!value &&
  (levels < 1 || Object.values(value).some((each) => isDeeper(each, levels - 1)))
