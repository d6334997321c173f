/** A property that nothing ever had is most likely misspelt: it is named, with those that come nearest. */
import { bind, brief, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from './analyses/analysis.ts'
import { BUILT_IN } from './catalog.ts'
import { type Issue, QueryError } from './errors.ts'
import { isGroup } from './traits/trait.ts'
import { type NamedProperty, neededProperties, type Source } from './named.ts'

export interface KnownProperties {
  /** Throws a 422 that names each property of a question that no event, user or group ever had. */
  check: (question: unknown, asking: Pick<Asking, 'project' | 'ask'>) => Promise<void>
}

/** Names remembered, over all projects; what was had once stays known. */
const MOST_REMEMBERED = 100_000

export function createKnownProperties(): KnownProperties {
  const remembered = new Set<string>()
  return {
    async check(question, { project, ask }) {
      const issues: Issue[] = []
      for (const { path, ...named } of neededProperties(question)) {
        const key = [project.name, named.source, named.property].join('\n')
        if (isBuiltIn(named) || remembered.has(key)) continue
        if (await finds(sentSql(project.name, named), ask)) {
          if (remembered.size >= MOST_REMEMBERED) remembered.clear()
          remembered.add(key)
        } else issues.push({ path, message: await advice(project.name, named, ask) })
      }
      // Of a project without events nothing can be told yet.
      if (issues.length > 0 && (await finds(anySql(project.name), ask)))
        throw new QueryError('unsupported_query', 'nothing ever had this property', issues)
    },
  }
}

type Named = Pick<NamedProperty, 'property' | 'source'>

/** Which group it is can be asked of any. */
const isBuiltIn = (named: Named): boolean =>
  isGroup(named) || (named.source === 'event' && Object.hasOwn(BUILT_IN, named.property))

/** Where the names are that something of the kind ever had. */
const NAMES: Record<Source, { table: Sql; name: Sql }> = {
  event: { table: sql`catalogue_properties`, name: sql`property` },
  user: { table: sql`user_changes`, name: sql`name` },
  group: { table: sql`group_changes`, name: sql`name` },
}

function sentSql(project: string, { property, source }: Named): Sql {
  const { table, name } = NAMES[source]
  return sql`SELECT 1 FROM ${table} WHERE project = ${bind('String', project)} AND ${name} = ${bind('String', property)} LIMIT 1`
}

const anySql = (project: string): Sql =>
  sql`SELECT 1 FROM catalogue_events WHERE project = ${bind('String', project)} LIMIT 1`

const finds = async (select: Sql, ask: Asking['ask']): Promise<boolean> =>
  (await ask(brief(select))).length > 0

/** The nearest by the number of letters to change, the built-in ones among those of events. */
async function advice(project: string, { property, source }: Named, ask: Asking['ask']): Promise<string> {
  const { table, name } = NAMES[source]
  const builtIn = source === 'event' ? Object.keys(BUILT_IN) : []
  const rows = await ask<{ known: string }>(
    statement(sql`
SELECT known FROM (
  SELECT DISTINCT toString(${name}) AS known FROM ${table} WHERE project = ${bind('String', project)} AND ${name} != ''
  UNION DISTINCT
  SELECT arrayJoin(${bind('Array(String)', builtIn)}) AS known
)
ORDER BY editDistance(lower(known), lower(${bind('String', property)})), known LIMIT 3`),
  )
  const nearest = rows.length > 0 ? `; the nearest are ${rows.map(({ known }) => known).join(', ')}` : ''
  return `no ${source} ever had ${JSON.stringify(property)}${nearest}`
}
