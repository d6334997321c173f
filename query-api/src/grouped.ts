/** Items by what they have in common, each group in the order given, the groups in that of their first items. */
export function grouped<Item>(items: readonly Item[], by: (one: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const one of items) {
    const group = groups.get(by(one))
    if (group) group.push(one)
    else groups.set(by(one), [one])
  }
  return groups
}
