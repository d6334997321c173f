/** A plan in a file: YAML, or JSON where its name ends so. */
import { readFile, writeFile } from 'node:fs/promises'
import { type Plan, type PlanIssue, readPlan } from '@firefly/protocol/plan'
import { parse, stringify } from 'yaml'

/** A file that is no plan; each wrong field by its path. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError'

  constructor(file: string, issues: readonly PlanIssue[]) {
    super(
      [
        `${file} is not a plan:`,
        ...issues.map(({ path, message }) => `  ${path || '(all)'}: ${message}`),
      ].join('\n'),
    )
  }
}

export async function loadPlan(file: string): Promise<Plan> {
  const read = readPlan(parsed(file, await readFile(file, 'utf8')) ?? {})
  if (read.ok) return read.plan
  throw new PlanFileError(file, read.issues)
}

/** JSON is YAML as well, but is told its mistakes in its own words. */
function parsed(file: string, text: string): unknown {
  try {
    return file.endsWith('.json') ? JSON.parse(text) : parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new PlanFileError(file, [
      { path: '', message: error instanceof Error ? error.message : String(error) },
    ])
  }
}

export const savePlan = (file: string, plan: Plan): Promise<void> => writeFile(file, textOf(file, plan))

/** By name, so that two files differ only where two plans do. */
export function textOf(file: string, plan: Plan): string {
  const { properties, events, ...rest } = plan
  const ordered = {
    ...rest,
    properties: byName(properties),
    events: byName(
      Object.fromEntries(
        Object.entries(events).map(([name, event]) => [
          name,
          { ...event, properties: byName(event.properties) },
        ]),
      ),
    ),
  }
  return file.endsWith('.json') ? `${JSON.stringify(ordered, null, 2)}\n` : stringify(ordered)
}

const byName = <Value>(all: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
