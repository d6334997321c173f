/**
 * Settings are written into the statement itself: given beside it, the in-process engine would keep them
 * for the session, and a forgotten deduplication token would then drop later rows in silence.
 */
import type { Statement } from './sql.ts'
import type { Block, Limits } from './store.ts'

export const DEFAULT_LIMITS: Limits = {
  maxSeconds: 30,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxRowsToRead: 5_000_000_000,
}

/** Joins hold in memory what stands on their right. */
export const JOINS = "query_plan_join_swap_table = 'false'"

/**
 * The statement with its limits behind it. What is met for the third time is compiled, which takes up to a tenth of a second. What stands on the
 * right of a join is what is held in memory: it is mostly who is whom, which the engine believes to be more than the events it is looked up for.
 */
export function limited({ sql, isBrief }: Statement, limits: Partial<Limits> = {}): string {
  const { maxSeconds, maxMemoryBytes, maxRowsToRead } = { ...DEFAULT_LIMITS, ...limits }
  return `${sql}
SETTINGS max_execution_time = ${maxSeconds}, max_memory_usage = ${maxMemoryBytes},
  max_rows_to_read = ${maxRowsToRead}, distributed_product_mode = 'global', ${JOINS}, output_format_json_quote_64bit_integers = 1${isBrief ? UNCOMPILED : ''}`
}

const UNCOMPILED =
  ', compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0'

/** Settings of every insert: our blocks are already large, and a late phone may span many months. */
export const insertSettings = (token: string): Record<string, string | number> => ({
  async_insert: 0,
  insert_deduplicate: 1,
  insert_deduplication_token: token,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  max_partitions_per_insert_block: 0,
  input_format_parallel_parsing: 0,
  // On a cluster: once an insert is answered, every shard has its rows.
  distributed_foreground_insert: 1,
})

/** Table and columns of an insert; the names are ours. */
export const target = ({ table, columns }: Block): string => `${table} (${columns.join(', ')})`

/** The settings of an insert as a clause; the token is quoted as a literal because settings take no parameters. */
export const settingsOf = ({ token }: Block): string =>
  `SETTINGS ${Object.entries(insertSettings(token))
    .map(([key, value]) => `${key} = ${literal(value)}`)
    .join(', ')}`

/** A text in quotes, for where a statement takes no parameter. */
export const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
