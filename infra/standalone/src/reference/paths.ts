/** The addresses for those who look after a Firefly, described beside those of the questions. */
import {
  erasureResult,
  keyResult,
  newKeyResult,
  newProjectResult,
  planResult,
  projectResult,
  quarantineResult,
  refusalsResult,
  replayResult,
  rotatedResult,
  statusResult,
  trailResult,
  violationsResult,
} from '@firefly/protocol/administration'
import { planSchema } from '@firefly/protocol/plan'
import { json } from '@firefly/query-api/openapi/parts'
import { z } from 'zod'
import {
  newKeySchema,
  newProjectSchema,
  projectChangeSchema,
  rotationSchema,
  trailSchema,
} from '../admin/bodies.ts'
import { Page, Person, Which } from '../governance/erasure-routes.ts'
import { After, Version, Wanted } from '../governance/plan-routes.ts'
import { Days } from '../refusals/routes.ts'
import { Choice, Period } from '../upkeep-routes.ts'
import { open, operation } from './operation.ts'

const project = z.object({ project: z.string() })
const key = project.extend({ key: z.string() })
const NO_PROJECT = { 404: 'There is no such project' }
const NO_KEY = { 404: 'This project has no such key' }
const state = json({ type: 'object', properties: { status: { type: 'string' } } })

export const operatorPaths = (): Record<string, object> => ({ ...health(), ...projects(), ...data() })

const health = (): Record<string, object> => ({
  '/v1/health': { get: open('Whether the process lives', state) },
  '/v1/ready': { get: open('Whether its log and its store answer', state) },
  '/metrics': {
    get: open('Figures for Prometheus', { 'text/plain': { schema: { type: 'string' } } }),
  },
  '/v1/status': {
    get: operation({
      summary: 'How far everything has come (secret key of the first project)',
      answers: statusResult,
    }),
  },
})

const projects = (): Record<string, object> => ({
  '/v1/projects': {
    get: operation({
      summary: 'Projects this key looks after (secret key)',
      answers: z.object({ projects: z.array(projectResult) }),
    }),
    post: operation({
      summary: 'Make a project and its first keys (secret key of the first project)',
      body: newProjectSchema,
      answers: newProjectResult,
      status: 201,
      refusals: { 409: 'There is one of that id already' },
    }),
  },
  '/v1/projects/{project}': {
    get: operation({
      summary: 'A project and its settings (secret key)',
      path: project,
      answers: projectResult,
      refusals: NO_PROJECT,
    }),
    patch: operation({
      summary: 'Change it; a setting that is null is taken back (secret key)',
      path: project,
      body: projectChangeSchema,
      answers: projectResult,
      refusals: NO_PROJECT,
    }),
  },
  '/v1/projects/{project}/keys': {
    get: operation({
      summary: 'Its keys, without their tokens (secret key)',
      path: project,
      answers: z.object({ keys: z.array(keyResult) }),
      refusals: NO_PROJECT,
    }),
    post: operation({
      summary: 'Make a key, whose token is told this once (secret key)',
      path: project,
      body: newKeySchema,
      answers: newKeyResult,
      status: 201,
      refusals: NO_PROJECT,
    }),
  },
  '/v1/projects/{project}/keys/{key}': {
    delete: operation({
      summary: 'Revoke a key within five seconds (secret key)',
      path: key,
      answers: keyResult,
      refusals: { ...NO_KEY, 409: 'It is the last one that opens this Firefly' },
    }),
  },
  '/v1/projects/{project}/keys/{key}/rotate': {
    post: operation({
      summary: 'Put a new key in its place (secret key)',
      path: key,
      body: rotationSchema,
      answers: rotatedResult,
      status: 201,
      refusals: { ...NO_KEY, 409: 'It was revoked before' },
    }),
  },
  '/v1/audit-trail': {
    get: operation({
      summary: 'Who did what, the newest first (secret key)',
      parameters: trailSchema,
      answers: trailResult,
    }),
  },
})

const data = (): Record<string, object> => ({
  '/v1/plan': {
    get: operation({
      summary: 'The tracking plan, as it is or was (secret key)',
      parameters: Version,
      answers: planResult,
      refusals: { 404: 'There is no such version' },
    }),
    put: operation({
      summary: 'Store a new version of it (secret key)',
      parameters: After,
      body: planSchema,
      answers: planResult,
      refusals: { 409: 'Another version was stored since `after`' },
    }),
  },
  '/v1/plan/violations': {
    get: operation({
      summary: 'What departed from it (secret key)',
      parameters: Wanted,
      answers: violationsResult,
    }),
  },
  '/v1/refusals': {
    get: operation({
      summary:
        'What was turned away at the door of the project, or set aside behind it, by day, wire and reason',
      parameters: Days,
      answers: refusalsResult,
    }),
  },
  '/v1/erasures': {
    get: operation({
      summary: 'Receipts, the newest first (secret key)',
      parameters: Page,
      answers: z.object({ erasures: z.array(erasureResult) }),
    }),
    post: operation({
      summary: 'Erase a person (secret key)',
      body: Person,
      answers: erasureResult,
      status: 202,
    }),
  },
  '/v1/erasures/{id}': {
    get: operation({
      summary: 'One receipt (secret key)',
      path: Which,
      answers: erasureResult,
      refusals: { 404: 'There is no such erasure' },
    }),
  },
  '/v1/quarantine': {
    get: operation({
      summary: 'What was accepted and could not become a row (secret key)',
      parameters: Choice,
      answers: quarantineResult,
    }),
  },
  '/v1/quarantine/replay': {
    post: operation({
      summary: 'Send it through the processors again (secret key)',
      parameters: Choice,
      answers: replayResult,
    }),
  },
  '/v1/audit': {
    get: operation({
      summary: 'Count anew whether everything accepted is kept once (secret key of the first project)',
      parameters: Period,
      answers: z.object({ clean: z.boolean() }).loose(),
    }),
  },
})
