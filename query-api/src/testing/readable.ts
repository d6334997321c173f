/** For tests: a statement as people read it, with its parameters below. */
import { type Sql, statement } from '@firefly/clickhouse/sql'

export function readable(piece: Sql): string {
  const { sql, params } = statement(piece)
  const bound = Object.entries(params).map(([name, value]) => `-- ${name} = ${JSON.stringify(value)}`)
  return `${sql.trim()}\n\n${bound.join('\n')}\n`
}
