/** What an import came to, in one sentence and a line a reason. */

export interface Summary {
  read: number
  /** Acknowledged by an earlier run. */
  skipped: number
  sent: number
  accepted: number
  /** Rows by the reason why they were refused, by us or by the server. */
  rejected: Map<string, number>
}

export function describe({ read, skipped, sent, accepted, rejected }: Summary): string {
  const count = (rows: number): string => rows.toLocaleString('en')
  const wrong = [...rejected].map(([reason, rows]) => `\n  ${count(rows)} refused: ${reason}`)
  const known =
    read > 0 && skipped === read ? ['\n  imported before; --state ANOTHER-FILE sends it again'] : []
  return `${count(read)} rows read, ${count(skipped)} acknowledged before, ${count(sent)} sent, ${count(accepted)} accepted${[...wrong, ...known].join('')}`
}
