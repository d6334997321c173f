/** A path while it is being written: its address, its gaps, and the query it becomes. */
import type { QueryInput } from '@firefly/protocol/query'
import type { Gap } from '../../question/issues.ts'
import { type Frame, gapsOfFrame, readFrame, toFrame, writeFrame } from '../../question/scope.ts'

export interface PathQuestion extends Frame {
  /** What the nodes are: `event`, or a property. */
  by: string
  /** The node where paths begin; empty for wherever a session does. */
  start: string
  /** The node where they end; empty for wherever they do. */
  end: string
  /** How many nodes. */
  steps: number
}

export type PathInput = Extract<QueryInput, { kind: 'path' }>

export const BY_EVENT = 'event'
export const MOST_STEPS = 20
const DEFAULT_STEPS = 5

export function writePath(question: PathQuestion): string {
  const { by, start, end, steps } = question
  const address = writeFrame(question)
  address.set('steps', String(steps))
  if (by !== BY_EVENT) address.set('by', by)
  if (start) address.set('start', start)
  if (end) address.set('end', end)
  return address.toString()
}

/** Reads any address; what it lacks or garbles gets a default. `zone` is that of the reader. */
export function readPath(search: string, zone: string): PathQuestion {
  const address = new URLSearchParams(search)
  const steps = Number(address.get('steps') ?? DEFAULT_STEPS)
  return {
    ...readFrame(address, zone),
    by: address.get('by') || BY_EVENT,
    start: address.get('start') ?? '',
    end: address.get('end') ?? '',
    steps: Number.isInteger(steps) && steps >= 2 && steps <= MOST_STEPS ? steps : DEFAULT_STEPS,
  }
}

export const gapsOfPath = (question: PathQuestion): Gap[] => gapsOfFrame(question)

/** What to ask now. Only for a question without gaps. */
export const toPathInput = (question: PathQuestion, now: Date): PathInput => ({
  kind: 'path',
  ...toFrame(question, now),
  by: question.by,
  ...(question.start ? { start: question.start } : {}),
  ...(question.end ? { end: question.end } : {}),
  steps: question.steps,
})
