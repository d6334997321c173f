/** How sensitive a property is, whichever events it stands on: the highest level that anybody gave it. */
import type { Plan, PlannedProperty, Protection } from '../plan.ts'
import { withTelling } from './telling.ts'

/** Levels by property, of those above 1; what tells another property is as sensitive as that. */
export function sensitivityOf(plan: Plan): Map<string, number> {
  const levels = new Map<string, number>()
  for (const [name, { sensitivity }] of everyProperty(plan))
    if (sensitivity > (levels.get(name) ?? 1)) levels.set(name, sensitivity)
  return withTelling(levels)
}

const STRENGTH: Record<Protection, number> = { keep: 0, hash: 1, mask: 2, drop: 3 }

/** What the store may keep, by property, where it is less than the value itself; the strongest wish wins. */
export function protectionOf(plan: Plan): Map<string, Protection> {
  const wishes = new Map<string, Protection>()
  for (const [name, property] of everyProperty(plan)) {
    const wish = wishOf(property, plan)
    if (STRENGTH[wish] > STRENGTH[wishes.get(name) ?? 'keep']) wishes.set(name, wish)
  }
  return wishes
}

const wishOf = ({ protect, sensitivity }: PlannedProperty, plan: Plan): Protection =>
  protect ?? plan.protect[String(sensitivity) as keyof Plan['protect']] ?? 'keep'

const everyProperty = ({ properties, events }: Plan): [string, PlannedProperty][] => [
  ...Object.entries(properties),
  ...Object.values(events).flatMap((event) => Object.entries(event.properties)),
]
