/** The port: what Firefly asks of ClickHouse, over HTTP or in process. Every adapter passes `contract.ts`. */
import type { Sql, Statement } from './sql.ts'

/** What one query may cost; the engine enforces each. */
export interface Limits {
  maxSeconds: number
  maxMemoryBytes: number
  maxRowsToRead: number
}

export interface QueryResult<Row> {
  rows: Row[]
  rowsRead: number
  elapsedMs: number
}

/** A block of rows with their columns, and the name that makes its insert idempotent. */
export type Block = {
  table: string
  columns: readonly string[]
  token: string
} & (InLines | InNative)

/** One JSON list a line, in the order of `columns`. */
export interface InLines {
  lines: Uint8Array
}

/** One block of the Native format; see `native/block.ts`. */
export interface InNative {
  native: Uint8Array
}

/** What the store does about parts that were never written whole. */
export type StoreEvent =
  /** A table was read in anew, since so many of its parts lacked something. */
  | { name: 'mended'; table: string; parts: number }
  /** It could not be, and is tried again. */
  | { name: 'not_mended'; table: string; parts: number; failure: string }
  /** Nobody knows whether any part lacks something; asked again. */
  | { name: 'not_looked'; failure: string }

export interface Store {
  /**
   * Runs one read-only statement under `limits`. 64-bit integers come back as strings.
   * Once `gone` is aborted the engine is made to stop; rejects as `cancelled` when it has.
   */
  query<Row>(statement: Statement, limits?: Partial<Limits>, gone?: AbortSignal): Promise<QueryResult<Row>>
  /**
   * The same, as rows in RowBinary: for so much text that making JSON of it and taking it apart again would be most of the work.
   */
  read(statement: Statement, limits?: Partial<Limits>, gone?: AbortSignal): Promise<Uint8Array>
  /**
   * Streams a SELECT without parameters, whose columns are all 64-bit numbers, through `onRows`: little-endian,
   * row after row, always whole rows of `columns` numbers. For answers too large to hold.
   */
  scan(select: Sql, columns: number, onRows: (numbers: BigUint64Array) => void): Promise<void>
  /** Resolves once stored; the same token within the deduplication window stores nothing new. */
  insert(block: Block): Promise<void>
  /** Runs one statement of ours that returns nothing (migrations, maintenance). */
  command(sql: string | Statement): Promise<void>
  /** The same for what takes its time and reads more than it writes: inserts go on meanwhile. */
  work(sql: Statement): Promise<void>
  /**
   * How often this process wrote any of these tables: what was read of them after that holds while it stays the same. What views write
   * counts for the table they look at. Undefined while one is being written, and where other processes may write as well.
   */
  writesOf(tables: readonly string[]): number | undefined
  /** Rejects when the engine does not answer. */
  ready(): Promise<void>
  close(): Promise<void>
}
