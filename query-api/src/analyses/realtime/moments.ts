/** What realtime looks at: one row an event of the last minutes. */
import { type Sql, sql } from '@firefly/clickhouse/sql'
import { shownOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { pageOf } from '../../pages.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import type { RealtimePlan } from './plan.ts'

/** `minute` is what the caller wants to know of the time; `page` is empty where the event is no page view. */
export const momentsSql = (plan: RealtimePlan, project: Project, minute: Sql): Sql => sql`
  SELECT ${personOf(project)} AS person, ${minute} AS minute, event,
    if(event = '$pageview', ${pageOf(project)}, '') AS page, ${shownOf('$platform', plan.range.zone, project)} AS platform
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, plan.range)} AND ${allOf(plan.filters, plan.range.zone)}`
