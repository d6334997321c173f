/** Into which groups a question is broken down, while it is being written: its part of the address and of the query. */
import { readWhose, toSource, type Whose, writeWhose } from './whose.ts'

export interface BreakdownDraft {
  /** The property; empty is no breakdown. */
  breakdown: string
  /** Of the breakdown. */
  whose: Whose
  /** How many groups, the largest ones. */
  groups: number
}

const DEFAULT_GROUPS = 10
export const MOST_GROUPS = 100

export function writeBreakdown(address: URLSearchParams, { breakdown, whose, groups }: BreakdownDraft): void {
  if (breakdown) address.set('by', breakdown)
  const of = writeWhose(whose)
  if (of) address.set('of', of)
  if (breakdown && groups !== DEFAULT_GROUPS) address.set('groups', String(groups))
}

/** Reads any address; what it lacks or garbles gets a default. */
export function readBreakdown(address: URLSearchParams): BreakdownDraft {
  const groups = Number(address.get('groups') ?? DEFAULT_GROUPS)
  return {
    breakdown: address.get('by') ?? '',
    whose: readWhose(address.get('of') ?? ''),
    groups: Number.isInteger(groups) && groups >= 1 && groups <= MOST_GROUPS ? groups : DEFAULT_GROUPS,
  }
}

/** As the query says it; nothing where there is none. */
export const toBreakdown = ({
  breakdown,
  whose,
  groups,
}: BreakdownDraft): { breakdown?: { property: string; limit: number } & Partial<Whose> } =>
  breakdown ? { breakdown: { property: breakdown, ...toSource(whose), limit: groups } } : {}
