/** Keeps chosen properties from leaving the device: left out altogether, or masked. */
import type { Bare, Properties } from './event.ts'
import type { Extension } from './extension.ts'

export interface PrivacyOptions {
  /** Names of properties and traits that are left out, at any depth. Text matches whatever its case. */
  deny?: readonly (string | RegExp)[]
  /** Names of those whose value becomes `***`, with its first and last character where it is longer than four. */
  mask?: readonly (string | RegExp)[]
}

const MASK = '***'
/** Deeper than the collector takes; ends cycles, which are left out later. */
const MOST_LEVELS = 16

/** Nothing of a short text, the first and the last letter of a longer one; whatever else becomes the mask alone. */
export function masked(value: unknown): string {
  const letters = typeof value === 'string' || typeof value === 'number' ? Array.from(String(value)) : []
  return letters.length > 4 ? `${letters[0]}${MASK}${letters[letters.length - 1]}` : MASK
}

export const privacy = ({ deny = [], mask = [] }: PrivacyOptions): Extension => ({
  name: 'privacy',
  setup: (host) =>
    host.revise((event: Bare) => {
      if (event.properties) event.properties = clean(event.properties, deny, mask, MOST_LEVELS) as Properties
      if (event.traits) event.traits = clean(event.traits, deny, mask, MOST_LEVELS) as Properties
    }),
})

type Names = readonly (string | RegExp)[]

function clean(value: unknown, deny: Names, mask: Names, levels: number): unknown {
  if (Array.isArray(value))
    return levels > 0 ? value.map((each) => clean(each, deny, mask, levels - 1)) : undefined
  if (!isPlain(value)) return value
  // What is too deep to be looked into may hold what must not go.
  if (levels === 0) return undefined
  const entries = Object.entries(value).filter(([name]) => !matches(deny, name))
  return Object.fromEntries(
    entries.map(([name, each]) => [
      name,
      matches(mask, name) ? masked(each) : clean(each, deny, mask, levels - 1),
    ]),
  )
}

/** Dates and the like serialise themselves. */
const isPlain = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && typeof (value as { toJSON?: unknown }).toJSON !== 'function'

const matches = (names: Names, name: string): boolean =>
  names.some((each) =>
    typeof each === 'string' ? each.toLowerCase() === name.toLowerCase() : name.search(each) >= 0,
  )
