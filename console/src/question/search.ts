/** Finds choices by what a person types, and keeps a long list short. */

export interface Choice {
  value: string
  label: string
  hint?: string
  group?: string
  disabled?: boolean
}

const MOST_SHOWN = 100

/** Choices by group in their own order; those whose name begins with the search come first within theirs. */
export function foundIn(
  choices: readonly Choice[],
  search: string,
): { groups: [group: string, members: Choice[]][]; more: boolean } {
  const sought = search.trim().toLowerCase()
  const rank = ({ label, value }: Choice): number => {
    const names = [label.toLowerCase(), value.toLowerCase()]
    if (names.some((name) => name.startsWith(sought))) return 0
    return names.some((name) => name.includes(sought)) ? 1 : 2
  }
  const ranked = choices.map((choice) => ({ choice, rank: rank(choice) })).filter((one) => one.rank < 2)
  const found = ranked.toSorted((a, b) => a.rank - b.rank).map(({ choice }) => choice)
  const groups = new Map<string, Choice[]>()
  for (const choice of found.slice(0, MOST_SHOWN)) {
    const group = choice.group ?? ''
    groups.set(group, [...(groups.get(group) ?? []), choice])
  }
  return { groups: [...groups], more: found.length > MOST_SHOWN }
}
