/**
 * The same migrations for a cluster: each table becomes a replicated one on every shard and a distributed one over them.
 * What to shard by stands in the migration as `-- shard by EXPRESSION`; rows of one person stay on one shard.
 */

/** As long as duplicates are looked for: a processor that was away for a week may still replay. */
const WINDOW_SECONDS = 7 * 24 * 60 * 60
/** Tables whose migration had landed before it could say so. */
const EARLIER: Record<string, string> = {
  events: "xxHash64(if(user_id != '', user_id, anonymous_id))",
}
const NAME = '[a-z_][a-z0-9_]*'
const CREATE = new RegExp(`CREATE TABLE (${NAME})\\n(\\([^]*\\n\\))\\nENGINE = (\\w*MergeTree)\\n([^]*)`, 'i')
const VIEW = new RegExp(`CREATE MATERIALIZED VIEW (${NAME}) TO (${NAME})( AS\\n[^]*)`, 'i')
const FILL = /^(--.*\n|\s)*INSERT INTO /
const DROP_VIEW = new RegExp(`DROP VIEW IF EXISTS ${NAME}$`, 'im')
const DROP_TABLE = new RegExp(`DROP TABLE IF EXISTS (${NAME})$`, 'im')
const ALTER = new RegExp(`ALTER TABLE (${NAME})`, 'i')
/** What is told to the table that keeps the rows alone. */
const LOCAL = /\b(MODIFY SETTING|MATERIALIZE COLUMN)\b/i
const WINDOW = /non_replicated_deduplication_window = (\d+)/

/** The cluster that a store's URL names: `http://host:8123/database?cluster=NAME`. */
export const clusterIn = (url: string): string | undefined =>
  /^https?:/.test(url) ? (new URL(url).searchParams.get('cluster') ?? undefined) : undefined

/** The statements of one migration as they run `ON CLUSTER`. Throws on a statement it does not know how to turn. */
export function forCluster(statements: readonly string[], cluster: string): string[] {
  if (!new RegExp(`^${NAME}$`, 'i').test(cluster))
    throw new Error(`cluster: expected a name of letters, digits and "_", not ${JSON.stringify(cluster)}`)
  return statements.flatMap((text) => turned(text, cluster))
}

function turned(text: string, cluster: string): string[] {
  const created = CREATE.exec(text)
  if (created) return createBoth(text, created, cluster)
  const view = VIEW.exec(text)
  if (view) return [feedLocally(view, cluster)]
  if (DROP_VIEW.test(text)) return [`${text.trimEnd()} ON CLUSTER '${cluster}'`]
  const dropped = DROP_TABLE.exec(text)?.[1]
  if (dropped)
    return [dropped, `${dropped}_local`].map(
      (table) => `DROP TABLE IF EXISTS ${table} ON CLUSTER '${cluster}' SYNC`,
    )
  // What is there already is read and written through the distributed tables.
  if (FILL.test(text)) return [text]
  const [altered, table] = ALTER.exec(text) ?? []
  if (!altered || !table)
    throw new Error(
      `a migration can be turned for a cluster when it creates, fills or alters a table, makes or drops a view that feeds one, or drops a table that may be gone, not: ${text.trim()}`,
    )
  // A distributed table has neither rows nor settings of how they are kept.
  const names = LOCAL.test(text) ? [`${table}_local`] : [`${table}_local`, table]
  return names.map((name) => text.replace(altered, `ALTER TABLE ${name} ON CLUSTER '${cluster}'`))
}

function createBoth(
  text: string,
  [, table = '', columns = '', engine = '', rest = '']: string[],
  cluster: string,
): string[] {
  const shard = /^-- shard by (.+)$/m.exec(text)?.[1] ?? EARLIER[table] ?? 'rand()'
  const place = `'/clickhouse/tables/{shard}/{database}/${table}', '{replica}'`
  const window = `replicated_deduplication_window = $1, replicated_deduplication_window_seconds = ${WINDOW_SECONDS}`
  return [
    `CREATE TABLE ${table}_local ON CLUSTER '${cluster}'\n${columns}\n` +
      `ENGINE = Replicated${engine}(${place})\n${rest.replace(WINDOW, window)}`,
    `CREATE TABLE ${table} ON CLUSTER '${cluster}' AS ${table}_local\n` +
      `ENGINE = Distributed('${cluster}', currentDatabase(), ${table}_local, ${shard})`,
  ]
}

/** Each node feeds its own rows from its own rows, so that an insert stays on one node. */
const feedLocally = ([, view = '', target = '', select = '']: string[], cluster: string): string =>
  `CREATE MATERIALIZED VIEW ${view} ON CLUSTER '${cluster}' TO ${target}_local` +
  select.replaceAll(new RegExp(`\\bFROM (${NAME})`, 'g'), 'FROM $1_local')
