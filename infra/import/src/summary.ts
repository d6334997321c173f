/** What an import came to, in one sentence and a line a reason. */
import type { Summary } from './run.ts'

export function describe({ read, skipped, sent, accepted, rejected }: Summary): string {
  const count = (n: number): string => n.toLocaleString('en')
  const wrong = [...rejected].map(([reason, rows]) => `\n  ${count(rows)} refused: ${reason}`)
  return `${count(read)} rows read, ${count(skipped)} acknowledged before, ${count(sent)} sent, ${count(accepted)} accepted${wrong.join('')}`
}
