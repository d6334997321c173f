/** The baseline: how fast the engine takes ready rows, format by format, from one connection. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EventRow, eventColumns } from '@firefly/clickhouse/tables/events'
import { type Cost, costOf, sumOf } from './cost.ts'
import { FORMATS } from './formats.ts'
import { withStore } from './with-store.ts'

export interface RawInsert {
  format: string
  encoding: Cost
  inserting: Cost
  bytesPerRow: number
  rows: number
}

/** Each format gets the same rows `rounds` times, in turn, so that a busy moment of the machine meets all of them. */
export const measureRawInserts = (rows: readonly EventRow[], rounds: number): Promise<RawInsert[]> =>
  withStore(async (store, folder) => {
    const measured = new Map<string, { encoding: Cost; inserting: Cost; bytes: number }[]>()
    for (let round = -1; round < rounds; round++)
      for (const [format, encode] of Object.entries(FORMATS)) {
        const file = join(folder, 'block')
        let bytes: Uint8Array = new Uint8Array(0)
        const encoding = await costOf(() => void (bytes = encode(rows)))
        const inserting = await costOf(async () => {
          writeFileSync(file, bytes)
          await store.command(
            `INSERT INTO events (${eventColumns.join()}) FROM INFILE '${file}' ` +
              `SETTINGS async_insert = 0, insert_deduplicate = 0, input_format_parallel_parsing = 0 FORMAT ${format}`,
          )
        })
        // The first round warms everything up.
        if (round < 0) continue
        measured.set(format, [...(measured.get(format) ?? []), { encoding, inserting, bytes: bytes.length }])
      }
    return [...measured].map(([format, list]) => ({
      format,
      encoding: sumOf(list.map(({ encoding }) => encoding)),
      inserting: sumOf(list.map(({ inserting }) => inserting)),
      bytesPerRow: (list[0]?.bytes ?? 0) / rows.length,
      rows: rows.length * rounds,
    }))
  })
