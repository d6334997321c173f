/** What no funnel can be, though each field by itself is right. */
import type { FunnelQuery } from '@firefly/protocol/query/funnel'
import { type Issue, QueryError } from '../../errors.ts'
import { questionsOf } from './rivals.ts'

/** Throws a 400 where a field contradicts another, a 422 where two fields do not go together. */
export function refuseImpossible(query: FunnelQuery): void {
  const wrong = [...beyondSteps(query), ...firstOptional(query), ...attributionOf(query), ...timesOf(query)]
  if (wrong.length > 0) throw new QueryError('invalid_query', 'the question cannot be understood', wrong)
  const together = [...withOptional(query), ...unorderedExclusions(query), ...tooManyQuestions(query)]
  if (together.length > 0)
    throw new QueryError('unsupported_query', 'the question asks for what does not go together', together)
}

function beyondSteps({ steps, exclude = [], breakdown }: FunnelQuery): Issue[] {
  const last = steps.length - 1
  const message = `expected a step from 0 to ${last}`
  const beyond = (path: string, step: number | undefined): Issue[] =>
    step !== undefined && step > last ? [{ path, message }] : []
  return [
    ...beyond('breakdown.step', breakdown?.step),
    ...exclude.flatMap(({ fromStep = 0, toStep = last }, at) => [
      ...beyond(`exclude.${at}.fromStep`, fromStep),
      ...beyond(`exclude.${at}.toStep`, toStep),
      ...(toStep <= fromStep
        ? [{ path: `exclude.${at}.toStep`, message: 'expected a step behind fromStep' }]
        : []),
    ]),
  ]
}

const firstOptional = ({ steps }: FunnelQuery): Issue[] =>
  steps[0]?.optional
    ? [{ path: 'steps.0.optional', message: 'expected the first step not to be optional' }]
    : []

const attributionOf = ({ breakdown }: FunnelQuery): Issue[] =>
  breakdown?.step !== undefined && breakdown.attribution !== 'step'
    ? [{ path: 'breakdown.step', message: 'expected attribution step beside it' }]
    : []

/** Whoever leaves an optional step out takes no time to it. */
function timesOf({ steps, timeToConvert }: FunnelQuery): Issue[] {
  if (!timeToConvert) return []
  const last = steps.length - 1
  const { fromStep = 0, toStep = last } = timeToConvert
  const wrong = (field: string, message: string): Issue[] => [{ path: `timeToConvert.${field}`, message }]
  if (fromStep > last) return wrong('fromStep', `expected a step from 0 to ${last}`)
  if (toStep > last) return wrong('toStep', `expected a step from 0 to ${last}`)
  if (toStep <= fromStep) return wrong('toStep', 'expected a step behind fromStep')
  return Object.entries({ fromStep, toStep }).flatMap(([field, at]) =>
    steps[at]?.optional ? wrong(field, 'expected a step that is not optional') : [],
  )
}

function withOptional({ steps, order, exclude }: FunnelQuery): Issue[] {
  const at = steps.findIndex(({ optional }) => optional)
  if (at < 0 || (order === 'ordered' && !exclude)) return []
  const what = order === 'ordered' ? 'exclude' : `order ${order}`
  return [{ path: `steps.${at}.optional`, message: `optional steps do not go together with ${what}` }]
}

/** Without an order there is no telling what lies between two of the steps, only between the first and the last done. */
function unorderedExclusions({ order, steps, exclude = [] }: FunnelQuery): Issue[] {
  if (order !== 'unordered') return []
  return exclude.flatMap(({ fromStep = 0, toStep = steps.length - 1 }, at) =>
    fromStep > 0 || toStep < steps.length - 1
      ? [{ path: `exclude.${at}`, message: 'expected no steps, as order is unordered' }]
      : [],
  )
}

/** Every set of questions about one event is looked at, and they double with each. */
const MOST_QUESTIONS = 8

function tooManyQuestions({ order, steps }: FunnelQuery): Issue[] {
  const most = Math.max(
    ...questionsOf(
      steps.map(({ event, filters, or = [], optional }) => ({ any: [{ event, filters }, ...or], optional })),
    ),
  )
  return order === 'unordered' && most > MOST_QUESTIONS
    ? [
        {
          path: 'steps',
          message: `expected at most ${MOST_QUESTIONS} different questions about one event, as order is unordered`,
        },
      ]
    : []
}
