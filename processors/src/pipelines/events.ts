/** The way of an event, read aloud. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from '../arrival.ts'
import { type Geography, type GeoResolver, openGeography } from '../enrich/geography.ts'
import { createUserAgentReader } from '../enrich/user-agent.ts'
import { type Pipeline, start } from '../pipeline.ts'
import { NO_RULES, type Rules } from '../rules.ts'
import { clientOf } from '../steps/client.ts'
import { clockOf } from '../steps/clock.ts'
import { refuseErased } from '../steps/erased.ts'
import { namedOf } from '../steps/normalise.ts'
import { networkStep } from '../steps/network.ts'
import { oncePerBatch } from '../steps/once-per-batch.ts'
import { followPlan } from '../steps/plan.ts'
import { refuseOver } from '../steps/retention.ts'
import { protect } from '../steps/protect.ts'
import { preferClient } from '../steps/prefer-client.ts'
import { sessionOf } from '../steps/session.ts'
import { createPageTimes } from '../steps/page-time.ts'
import { putAgent, putClient, putNamed, putPage, putPlace, putTimed } from '../steps/put.ts'
import { agentStep, leavePlace, pageStep, placeStep } from '../steps/surroundings.ts'
import { touchStep } from '../steps/touches.ts'

export type EventsPipeline = Pipeline<Arrival, EventRow & Arrival>

const DIFFERENT_AGENTS = 10_000
const DIFFERENT_ADDRESSES = 50_000
const SESSIONS_ON_A_PAGE = 200_000

/** The bundled places, and the operator's own where there is a file of them. */
export const openPlaces = (databaseFile?: string): Geography =>
  openGeography({ cacheSize: DIFFERENT_ADDRESSES, ...(databaseFile === undefined ? {} : { databaseFile }) })

export const openEventsPipeline = (
  rules: Rules = NO_RULES,
  places: GeoResolver = openPlaces(),
): EventsPipeline =>
  start<Arrival>()
    .add('normalise', namedOf, putNamed)
    .through(refuseErased(rules))
    .through(followPlan(rules))
    .add('clock', clockOf, putTimed)
    .through(refuseOver(rules))
    .add('client', oncePerBatch(clientOf), putClient)
    .add('page', pageStep, putPage)
    .add(
      'user agent',
      oncePerBatch(agentStep(createUserAgentReader({ cacheSize: DIFFERENT_AGENTS }))),
      putAgent,
    )
    .add('place', oncePerBatch(placeStep(places)), putPlace)
    .change('unplaced', leavePlace)
    .add('session', sessionOf)
    .add('prefer the client', preferClient)
    .change('touches', touchStep)
    .change('network', networkStep())
    .change('time on page', createPageTimes(SESSIONS_ON_A_PAGE))
    .through(protect(rules))
