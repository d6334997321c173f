/** The same values under longer names. */
export const prefixed = (prefix: string, bag: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(bag).map(([name, value]) => [prefix + name, value]))
