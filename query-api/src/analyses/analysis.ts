/** What every analysis is given and gives back. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Range } from '../range.ts'
import type { Project } from '../persons.ts'
import type { Windows } from './realtime/window/windows.ts'

export interface Asking {
  project: Project
  zone: string
  /** When it is asked, in Unix milliseconds. */
  now: number
  /** Whether what is rolled up may be asked instead of the events, where it gives the same answer. */
  rolledUp: boolean
  /** What was counted of the last minutes; undefined where the events themselves are to be asked. */
  windows?: Windows | undefined
  /** Runs one statement within the limits of the question. */
  ask: <Row>(select: Statement) => Promise<Row[]>
}

export interface Analysed<Result> {
  range: Range
  result: Result
}
