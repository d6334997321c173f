/** Every address of the API: what it takes and what it gives. */
import { EVENT_TYPES } from '@firefly/protocol/names'
import { z } from 'zod'
import {
  cohortParameters,
  eventsParameters,
  exportParameters,
  liveParameters,
  personsParameters,
  propertiesParameters,
  queryParameters,
  questionParameters,
  timelineParameters,
  userParameters,
  usersParameters,
  valuesParameters,
} from '../parameters.ts'
import {
  COHORT_EXAMPLES,
  EXAMPLES,
  EXPORT_EXAMPLES,
  QUESTION_EXAMPLES,
  PERSONS_EXAMPLES,
} from './examples.ts'
import { answer, ASKING, json, parametersOf, refused, REFUSALS } from './parts.ts'
import { ref } from './schemas.ts'

const sending = (summary: string, body: string, more: object = {}): object => ({
  post: {
    summary,
    security: [{ basic: [] }, { bearer: [] }],
    requestBody: { required: true, content: { ...json(ref(body)), ...more } },
    responses: {
      200: answer('Accepted and durable; refused events by their index', ref('BatchAnswer')),
      ...REFUSALS,
      413: refused('Too large, decompressed'),
      415: refused('A content type or encoding that is not taken'),
      429: refused('Too fast; come back after `Retry-After` seconds'),
    },
  },
})
const looking = (summary: string, schema: z.ZodObject, found: string, path = z.object({})): object => ({
  get: {
    summary,
    parameters: [...parametersOf(path, 'path'), ...parametersOf(schema)],
    responses: { 200: answer(summary, ref(found)), ...ASKING },
  },
})
const deciding = (summary: string, body: string): object => ({
  post: {
    summary,
    requestBody: { required: true, content: json(ref(body)) },
    responses: { 200: answer('What was written down', ref('Decided')), ...ASKING },
  },
})
const LINES = { schema: { type: 'string', description: 'A row a line' } }
const NDJSON = { 'application/x-ndjson': { schema: { type: 'string', description: 'One event a line' } } }

const questionPaths = (): Record<string, object> => {
  const requestBody = { required: true, content: json(ref('QuestionWords'), QUESTION_EXAMPLES) }
  const parameters = parametersOf(questionParameters, 'path')
  const one = answer('The question', ref('Question'))
  const responses = { 200: one, 404: refused('There is no such question'), ...REFUSALS }
  return {
    '/v1/questions': {
      get: {
        summary: 'Saved questions',
        responses: { 200: answer('All of them', ref('Questions')), ...REFUSALS },
      },
      post: { summary: 'Save a question (secret key)', requestBody, responses: { 201: one, ...REFUSALS } },
    },
    '/v1/questions/{id}': {
      get: { summary: 'A saved question', parameters, responses },
      put: { summary: 'Replace it (secret key)', parameters, requestBody, responses },
      delete: {
        summary: 'Remove it (secret key)',
        parameters,
        responses: { ...responses, 200: undefined, 204: { description: 'It is gone' } },
      },
    },
  }
}

const cohortPaths = (): Record<string, object> => {
  const requestBody = { required: true, content: json(ref('CohortWords'), COHORT_EXAMPLES) }
  const parameters = parametersOf(cohortParameters, 'path')
  const one = answer('The cohort', ref('Cohort'))
  const NOBODY = { 404: refused('There is no such cohort') }
  return {
    '/v1/cohorts': {
      get: {
        summary: 'Saved cohorts',
        responses: { 200: answer('All of them', ref('Cohorts')), ...REFUSALS },
      },
      post: {
        summary: 'Save a cohort: a definition, a list of ids, or the people behind a number (secret key)',
        requestBody,
        responses: { 201: one, ...ASKING },
      },
    },
    '/v1/cohorts/{id}': {
      get: { summary: 'A cohort and its size', parameters, responses: { 200: one, ...NOBODY, ...ASKING } },
      put: {
        summary: 'Replace what it means (secret key)',
        parameters,
        requestBody,
        responses: { 200: one, ...NOBODY, ...ASKING },
      },
      delete: {
        summary: 'Remove it (secret key)',
        parameters,
        responses: { 204: { description: 'It is gone' }, ...NOBODY, ...REFUSALS },
      },
    },
    '/v1/cohorts/{id}/refresh': {
      post: {
        summary: 'Find its members anew now (secret key)',
        parameters,
        responses: { 200: one, ...NOBODY, ...ASKING },
      },
    },
    '/v1/cohorts/{id}/persons': looking('Who belongs to it', personsParameters, 'Persons', cohortParameters),
  }
}

const subjectAnswer = (): object => ({
  responses: {
    200: {
      description: 'A line for each thing; one that says `end` comes last, or lines are missing',
      content: { 'application/x-ndjson': LINES },
    },
    404: refused('Nothing is kept about anybody with this id'),
    ...ASKING,
  },
})

export const paths = (): Record<string, object> => ({
  '/v1/batch': sending('Send events', 'Batch'),
  ...Object.fromEntries(
    EVENT_TYPES.map((type) => [`/v1/${type}`, sending(`Send one ${type} event`, 'Event')]),
  ),
  '/v1/import': sending('Import history of any age (secret key)', 'Batch', NDJSON),
  '/v1/query': {
    post: {
      summary: 'Ask a question',
      parameters: parametersOf(queryParameters),
      requestBody: { required: true, content: json(ref('Query'), EXAMPLES) },
      responses: {
        200: {
          description: 'The answer; as CSV or lines of JSON where `format` or `Accept` asks for it',
          content: { ...json(ref('Answer')), 'text/csv': LINES, 'application/x-ndjson': LINES },
        },
        ...ASKING,
      },
    },
  },
  '/v1/export': {
    post: {
      summary: 'Events row by row, in the order of time',
      parameters: parametersOf(exportParameters),
      requestBody: { required: true, content: json(ref('ExportQuery'), EXPORT_EXAMPLES) },
      responses: {
        200: {
          description: 'As long as somebody reads; a connection that breaks off means that rows are missing',
          content: { 'text/csv': LINES, 'application/x-ndjson': LINES },
        },
        ...ASKING,
      },
    },
  },
  '/v1/persons': {
    post: {
      summary: 'The people behind one number of an answer',
      requestBody: { required: true, content: json(ref('PersonsQuery'), PERSONS_EXAMPLES) },
      responses: { 200: answer('A page of people', ref('Persons')), ...ASKING },
    },
  },
  '/v1/persons/export': {
    post: {
      summary: 'All that is kept about one person (secret key)',
      requestBody: { required: true, content: json(ref('Person')) },
      ...subjectAnswer(),
    },
  },
  '/v1/persons/merge': deciding('Make one person of two ids (secret key)', 'Merge'),
  '/v1/persons/unmerge': deciding('Take ids apart that were joined (secret key)', 'Unmerge'),
  ...cohortPaths(),
  ...questionPaths(),
  '/v1/live': {
    get: {
      summary: 'Watch events as they are stored, as server-sent events',
      description: 'An event `dropped` carries how many events a slow watcher has missed.',
      parameters: parametersOf(liveParameters),
      responses: {
        200: { description: 'A stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
        ...REFUSALS,
      },
    },
  },
  '/v1/catalog/events': looking('Events, the most frequent first', eventsParameters, 'CatalogEvents'),
  '/v1/catalog/properties': looking('Properties of an event', propertiesParameters, 'CatalogProperties'),
  '/v1/catalog/values': looking('Values of a property', valuesParameters, 'CatalogValues'),
  '/v1/users': {
    ...looking('People, whoever was seen last first', usersParameters, 'Users'),
    post: {
      summary: 'The same, with filters of any length',
      requestBody: { required: true, content: json(ref('UsersQuery')) },
      responses: { 200: answer('A page of people', ref('Users')), ...ASKING },
    },
  },
  '/v1/users/{distinctId}': looking('Who somebody is', z.object({}), 'Profile', userParameters),
  '/v1/users/{distinctId}/events': looking(
    'What somebody did, the newest first',
    timelineParameters,
    'Timeline',
    userParameters,
  ),
  '/v1/users/{distinctId}/export': {
    get: {
      summary: 'All that is kept about one person (secret key)',
      parameters: parametersOf(userParameters, 'path'),
      ...subjectAnswer(),
    },
  },
  '/v1/users/{distinctId}/merges': looking(
    'What was said about the ids of a person, in the order of time',
    z.object({}),
    'MergeHistory',
    userParameters,
  ),
})
