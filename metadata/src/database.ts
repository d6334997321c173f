/** The port: what Firefly asks of its metadata, embedded or on a server. Both adapters pass `contract.ts`. */
import type { Statement } from './sql.ts'

export interface Queries {
  /** Runs one statement; 64-bit integers come back as numbers, times as `Date`, JSON parsed. Rejects with `MetadataError`. */
  query<Row>(statement: Statement): Promise<Row[]>
}

export interface Transaction extends Queries {
  /** Runs several statements of ours that take no values (migrations). */
  script(text: string): Promise<void>
}

export interface Database extends Queries {
  /** All of `work` or nothing of it; it is undone when `work` rejects. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>
  /** Rejects when the database does not answer. */
  ready(): Promise<void>
  close(): Promise<void>
}
