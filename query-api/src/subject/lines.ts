/**
 * All that is kept about one person, for whoever asks what is known of them: a line of JSON for each thing, as it is read. The
 * last line says how many there were, so that a file that was cut off is known by its missing end.
 */
import { statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Asking } from '../analyses/analysis.ts'
import { columnsOf } from '../export/raw/columns.ts'
import { pagesOf, parseExport } from '../export/raw/run.ts'
import { historySql, type LinkRow, shapeHistory } from '../identity/history.ts'
import { seen, SEES_ALL } from '../sight/sight.ts'
import { idsOfPerson } from '../users/ids.ts'
import {
  ofPerson,
  type Profile,
  shapeProfile,
  type SummaryRow,
  summarySql,
  type TraitRow,
  traitsSql,
} from '../users/profile.ts'
import { type ChangeRow, changesSql, type MembershipRow, membershipsSql } from './sql.ts'
import { quarantinedOf } from './quarantined.ts'

export interface SubjectAsked {
  distinctId: string
  asking: Asking
  store: Store
}

/** `kind` says what a line is: head, id, link, profile, change, cohort, event, quarantined or end. */
export type SubjectLine = { kind: string } & Record<string, unknown>

export async function* subjectLines(asked: SubjectAsked): AsyncGenerator<SubjectLine> {
  const { distinctId, asking, store } = asked
  const { project, now } = asking
  const { hidden } = project.sight ?? SEES_ALL
  yield { kind: 'head', project: project.name, distinctId, at: new Date(now).toISOString(), masked: hidden }
  const ids = await idsOfPerson(store, project.name, distinctId)
  for (const id of ids) yield { kind: 'id', id }
  yield* linksOf(asked)
  yield* changesOf(asked)
  yield* membershipsOf(asked)
  const profile = await profileOf(asked)
  if (profile) yield { kind: 'profile', ...profile }
  let [events, quarantined] = [0, 0]
  if (profile)
    for await (const event of eventsOf(asked, profile)) {
      events++
      yield { kind: 'event', ...event }
    }
  for await (const one of quarantinedOf(ids, asking)) {
    quarantined++
    yield { kind: 'quarantined', ...one }
  }
  yield { kind: 'end', ids: ids.length, events, quarantined }
}

async function* linksOf({ distinctId, asking: { project, ask } }: SubjectAsked): AsyncGenerator<SubjectLine> {
  const { links } = shapeHistory(await ask<LinkRow>(statement(historySql(project, distinctId))))
  for (const { kind: said, ...link } of links) yield { kind: 'link', said, ...link }
}

async function profileOf({ distinctId, asking }: SubjectAsked): Promise<Profile | undefined> {
  const { project, ask } = asking
  const [summary] = await ask<SummaryRow>(statement(summarySql(project, distinctId)))
  const traits = await ask<TraitRow>(statement(traitsSql(project, distinctId)))
  return shapeProfile(distinctId, summary, traits, project.sight ?? SEES_ALL)
}

/** What was said of them, the first word first. */
async function* changesOf({ distinctId, asking }: SubjectAsked): AsyncGenerator<SubjectLine> {
  const { project, ask } = asking
  for (let after = 0; ; after += CHANGES) {
    const rows = await ask<ChangeRow>(statement(changesSql(project, distinctId, { after, most: CHANGES })))
    for (const { said, property, value, at } of rows)
      yield {
        kind: 'change',
        said,
        property,
        value: seen(property, value, project.sight ?? SEES_ALL),
        time: new Date(Number(at)).toISOString(),
      }
    if (rows.length < CHANGES) return
  }
}
const CHANGES = 5_000

async function* membershipsOf({ distinctId, asking }: SubjectAsked): AsyncGenerator<SubjectLine> {
  const { project, ask } = asking
  const rows = await ask<MembershipRow>(statement(membershipsSql(project, distinctId)))
  for (const { cohort } of rows) yield { kind: 'cohort', cohort }
}

const SECOND = 1_000

async function* eventsOf(
  { distinctId, asking }: SubjectAsked,
  { firstSeen, lastSeen }: Profile,
): AsyncGenerator<Record<string, unknown>> {
  const { project, ask } = asking
  const range = { from: Date.parse(firstSeen), to: Date.parse(lastSeen) + SECOND }
  const query = parseExport({ from: firstSeen, to: new Date(range.to).toISOString() })
  const columns = columnsOf(query)
  const exporting = {
    query,
    project,
    zone: 'UTC',
    as: 'cells' as const,
    whose: ofPerson(project, distinctId),
  }
  for await (const page of pagesOf<readonly string[]>(exporting, range, { ask, page: ask }))
    for (const cells of page)
      yield Object.fromEntries(
        columns.flatMap((column, at): [string, unknown][] => {
          const cell = cells[at] ?? ''
          if (column === 'properties') return [[column, JSON.parse(cell) as object]]
          return cell === '' ? [] : [[column, cell]]
        }),
      )
}
