/** What a statement may take that nobody waits for. */
import type { Limits } from '@firefly/clickhouse/store'

export const UNHURRIED: Partial<Limits> = { maxSeconds: 600, maxRowsToRead: 1e12 }
