/** The receipt of an erasure for people to read and to keep. It names nobody: the subject is a keyed hash. */

export interface Receipt {
  id: string
  project: string
  subject: string
  requestedBy: string
  requestedAt: string
  state: 'running' | 'done'
  counts: Record<string, number>
  goneAt: string | null
  logGoneAt: string | null
}

export function receiptText(receipt: Receipt): string {
  const { id, project, subject, requestedBy, requestedAt, state, counts, goneAt, logGoneAt } = receipt
  const went = Object.entries(counts).map(([place, rows]) => `  ${place.padEnd(20)} ${rows}`)
  return [
    `Erasure ${id} of ${subject}`,
    `Project ${project}, asked for by ${requestedBy} at ${requestedAt}`,
    ...went,
    state === 'done'
      ? `Done. Off the store at ${goneAt}, off the log at ${logGoneAt}.`
      : 'Out of sight; the bytes are going from the disks.',
  ].join('\n')
}
