/** A property that no event ever had is most likely misspelt: it is named, with those that come nearest. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from './analyses/analysis.ts'
import { BUILT_IN } from './catalog.ts'
import { type Issue, QueryError } from './errors.ts'
import { neededProperties } from './named.ts'

export interface KnownProperties {
  /** Throws a 422 that names each property of a question that no event ever had. */
  check: (question: unknown, asking: Pick<Asking, 'project' | 'ask'>) => Promise<void>
}

/** Names remembered, over all projects; what was had once stays known. */
const MOST_REMEMBERED = 100_000

export function createKnownProperties(): KnownProperties {
  const remembered = new Set<string>()
  return {
    async check(question, { project: { name: project }, ask }) {
      const issues: Issue[] = []
      for (const { path, property } of neededProperties(question)) {
        const key = `${project}\n${property}`
        if (Object.hasOwn(BUILT_IN, property) || remembered.has(key)) continue
        if (await wasSent(project, property, ask)) {
          if (remembered.size >= MOST_REMEMBERED) remembered.clear()
          remembered.add(key)
        } else issues.push({ path, message: await advice(project, property, ask) })
      }
      // Of a project without events nothing can be told yet.
      if (issues.length > 0 && (await finds(sql`1`, project, ask)))
        throw new QueryError('unsupported_query', 'no event ever had this property', issues)
    },
  }
}

/** Looks from the first event on until one has it, which for most properties is at once. */
const wasSent = (project: string, property: string, ask: Asking['ask']): Promise<boolean> =>
  finds(sql`mapContains(properties, ${bind('String', property)})`, project, ask)

async function finds(condition: Sql, project: string, ask: Asking['ask']): Promise<boolean> {
  const rows = await ask(
    statement(sql`SELECT 1 FROM events WHERE project = ${bind('String', project)} AND ${condition} LIMIT 1`),
  )
  return rows.length > 0
}

/** The nearest by the number of letters to change, among the built-in ones and those of some events. */
async function advice(project: string, property: string, ask: Asking['ask']): Promise<string> {
  const distance = sql`editDistance(lower(name), lower(${bind('String', property)}))`
  const rows = await ask<{ name: string }>(
    statement(sql`
SELECT name FROM (
  SELECT DISTINCT toString(arrayJoin(mapKeys(properties))) AS name
  FROM (SELECT properties FROM events WHERE project = ${bind('String', project)} LIMIT 100000)
  UNION DISTINCT
  SELECT arrayJoin(${bind('Array(String)', Object.keys(BUILT_IN))}) AS name
)
ORDER BY ${distance}, name LIMIT 3`),
  )
  return `no event ever had ${JSON.stringify(property)}; the nearest are ${rows.map(({ name }) => name).join(', ')}`
}
