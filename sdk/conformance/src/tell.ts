/** Which scenarios a flavour plays, and for the others why not. */
import type { Flavour } from './device.ts'
import type { Scenario } from './scenario.ts'

export const reasonAgainst = ({ needs = [] }: Scenario, { lacks }: Flavour): string | undefined => {
  const lacking = needs.find((need) => lacks[need] !== undefined)
  return lacking && lacks[lacking]
}

/** Those skipped, one line for each reason. */
export function skipLines(scenarios: readonly Scenario[], flavour: Flavour): string[] {
  const counts = new Map<string, number>()
  for (const scenario of scenarios) {
    const reason = reasonAgainst(scenario, flavour)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].map(
    ([reason, count]) => `SKIPPED on ${flavour.name}: ${count} of ${scenarios.length}: ${reason}`,
  )
}
