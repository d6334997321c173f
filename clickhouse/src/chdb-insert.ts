/** Blocks into the in-process engine: lines as they are, the Native format by way of a file. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from './chdb.ts'
import { toStoreError } from './errors.ts'
import { insertSettings, literal, settingsOf, target } from './settings.ts'
import type { Block, InLines, InNative } from './store.ts'

export type InsertBlock = (connection: Connection, block: Block) => Promise<void>

/**
 * The engine looks for an empty line in data that stands behind its statement and takes it for the end, so bytes that
 * may hold one go through a file of the store's own folder: written, read back from memory, and removed.
 */
export async function openInserts(store: string): Promise<InsertBlock> {
  const folder = join(store, 'firefly-incoming')
  // What a killed process left there was either stored or is going to be sent again.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  let files = 0
  return async (connection, block) => {
    try {
      if ('native' in block) await insertNative(connection, block, join(folder, `${files++}.native`))
      else await insertLines(connection, block)
    } catch (error) {
      throw toStoreError(error)
    }
  }
}

/** Hands the bytes to the engine without a copy through a JavaScript string. */
async function insertLines({ chdb }: Connection, block: Block & InLines): Promise<void> {
  const { buffer, byteOffset, byteLength } = block.lines
  await chdb.rawInsert({
    table: block.table,
    columns: [...block.columns],
    settings: insertSettings(block.token),
    format: 'JSONCompactEachRow',
    values: Buffer.from(buffer, byteOffset, byteLength),
  })
}

async function insertNative({ chdb }: Connection, block: Block & InNative, file: string): Promise<void> {
  try {
    await writeFile(file, block.native)
    await chdb.queryAsync(
      `INSERT INTO ${target(block)} FROM INFILE ${literal(file)} ${settingsOf(block)} FORMAT Native`,
    )
  } finally {
    await rm(file, { force: true })
  }
}
