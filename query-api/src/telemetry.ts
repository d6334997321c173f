/** What the query API reports about its work; never what was asked for or found. */
import type { QueryErrorCode } from './errors.ts'

export type QueryEvent =
  | { name: 'query_answered'; project: string; kind: string; seconds: number; rowsRead: number }
  | { name: 'query_refused'; route: string; code: QueryErrorCode }
  | { name: 'query_failed'; route: string; error: unknown }
  | { name: 'cohort_failed'; error: unknown }
  | { name: 'sealing_failed'; error: unknown }
export type OnQueryEvent = (event: QueryEvent) => void
