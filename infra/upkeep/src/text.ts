/** Answers for people to read. */

export interface Audit {
  clean: boolean
  rows: number
  duplicated: number
  duplicates: { project: string; messageId: string; copies: number }[]
  records: number
  events: number
  lost: number
  missing: { project: string; messageId: string; partition: number; offset: number }[]
  rollups: {
    rollup: string
    project: string
    event: string
    month: string
    stored: number
    rolledUp: number
  }[]
}

export interface Quarantined {
  id: string
  project: string
  reason: string
  detail: string
  quarantinedAt: string
  partition: number
  offset: number
  events: number
}

export function auditText({ clean, rows, records, events, ...found }: Audit): string {
  return [
    `${rows} rows counted; ${events} events in ${records} records of the log compared with them.`,
    `${found.duplicated} ids stored more than once, ${found.lost} events of the log neither stored nor in quarantine.`,
    ...found.duplicates.map((one) => `  ${one.copies} times: ${one.project} ${one.messageId}`),
    ...found.missing.map(
      (one) =>
        `  missing: ${one.project} ${one.messageId} (partition ${one.partition}, offset ${one.offset})`,
    ),
    ...found.rollups.map(
      (one) =>
        `  ${one.rollup} differs: ${one.project} ${one.event || '(any event)'} in ${one.month}: ${one.stored} stored, ${one.rolledUp} rolled up`,
    ),
    clean ? 'Nothing is wrong.' : 'Something is wrong.',
  ].join('\n')
}

export function quarantineText(list: readonly Quarantined[]): string {
  if (list.length === 0) return 'The quarantine is empty.'
  return list
    .map(
      ({ id, quarantinedAt, project, reason, detail, partition, offset, events }) =>
        `${quarantinedAt}  ${project || '(unknown project)'}  ${reason}: ${detail}  ` +
        `${events} events at ${partition}/${offset}  ${id}`,
    )
    .join('\n')
}

export interface Deed {
  id: number
  at: string
  who: string
  project: string
  what: string
  detail: Record<string, unknown>
  rows: number
  durationMs: number
}

export function trailText(deeds: readonly Deed[]): string {
  if (deeds.length === 0) return 'Nothing was done.'
  return deeds
    .map(
      ({ id, at, who, project, what, detail, rows, durationMs }) =>
        `${id}  ${at}  ${who}  ${project}  ${what}  ${rows} rows  ${Math.round(durationMs)} ms  ${JSON.stringify(detail)}`,
    )
    .join('\n')
}
