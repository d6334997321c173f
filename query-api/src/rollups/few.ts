/** Whether people are few beside all others, so that asking for them apart costs less than asking for everybody as for them. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'
import { FIRST_NUMBERING, lastNumbering } from './settled.ts'

/** So many ids are read in no time; more only where there are several times as many people. */
const FEW_IDS = 1_000
const PEOPLE_AN_ID = 8

export const areFew = (ids: number, people: number): boolean => ids <= FEW_IDS || ids * PEOPLE_AN_ID <= people

/** Whether few of the ids of a project are joined. */
export async function joinsFew(project: string, ask: Asking['ask']): Promise<boolean> {
  const own = sql`WHERE project = ${bind('String', project)}`
  // Those of numberings that are given up are there for a while.
  const current = sql`numbering = greatest(${bind('UInt32', FIRST_NUMBERING)}, ${lastNumbering(project)})`
  const count = sql`SELECT (SELECT count() FROM identities ${own}) AS links, (SELECT count() FROM id_numbers ${own} AND ${current}) AS ids`
  const [row] = await ask<{ links: string; ids: string }>(statement(count))
  return areFew(Number(row?.links ?? 0), Number(row?.ids ?? 0))
}
