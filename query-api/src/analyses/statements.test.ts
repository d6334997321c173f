/** Every kind's example from the documents, as the statements it asks: nothing of the asker's is part of a text. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { expect, test } from 'vitest'
import { answerQuery } from '../answer.ts'
import { EXAMPLES } from '../openapi/examples.ts'
import { parseQuery } from '../parse.ts'

const LIMITS = { maxSeconds: 30, maxMemoryBytes: 1, maxRowsToRead: 1 }
const readable = ({ sql, params }: Statement): string =>
  `${sql.trim()}\n\n${Object.entries(params)
    .map(([name, value]) => `-- ${name} = ${JSON.stringify(value)}`)
    .join('\n')}\n`

for (const [kind, { value }] of Object.entries(EXAMPLES))
  test(`the statements of ${kind}`, async () => {
    const asked: string[] = []
    const store = {
      query: async (select: Statement) => {
        // Whether people were joined is asked before every question; see `identity/joins.ts`.
        if (!select.sql.includes('identities')) asked.push(readable(select))
        return { rows: [], rowsRead: 0, elapsedMs: 0 }
      },
      writesOf: () => undefined,
    } as unknown as Store
    const now = Date.UTC(2026, 6, 1, 12, 0, 30)
    await answerQuery(parseQuery(value), { store, project: 'p', limits: LIMITS, timezone: 'UTC', now })
    await expect(asked.join('\n')).toMatchFileSnapshot(`./${kind}/snapshots/example.sql`)
  })
