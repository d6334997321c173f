/**
 * Makes good what was never written whole. On a disk without room the engine puts a part in its place whose files are empty or
 * lack pieces. If it was merged, the engine forgets what it was made of after a while; until then the table only has to be read in
 * anew. If it was inserted, nothing of its table can be read until that is done, and its rows are then found missing by whoever
 * inserted them.
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreEvent } from './store.ts'
import { name, sql, statement, type Statement } from './sql.ts'

interface Part {
  table: string
  path: string
  /** As its checksums have it: the bytes of all files but for those that tell of the others. */
  bytes: string
}

export interface MendOptions {
  /** Reads what the engine knows of its parts. */
  query(one: Statement): Promise<{ rows: Part[] }>
  /** Lends the connection that writes, so that no insert comes between two statements. */
  alone(work: (command: (one: Statement) => Promise<void>) => Promise<void>): Promise<void>
  onEvent(event: StoreEvent): void
  everyMs?: number
}

export interface Mending {
  /** Looks once; resolves when all that was found is made good. */
  look(): Promise<void>
  stop(): Promise<void>
}

/** As long as replaced parts stay. */
const LATELY = statement(sql`
  SELECT table, path, toString(bytes_on_disk) AS bytes FROM system.parts
  WHERE database = currentDatabase() AND active AND modification_time > now() - 480`)
const ATTEMPTS = 20

export function startMending({ query, alone, onEvent, everyMs = 5_000 }: MendOptions): Mending {
  /** Parts never change, so each is looked at once. */
  let known = new Set<string>()
  const find = async (): Promise<Map<string, number>> => {
    const { rows } = await query(LATELY)
    const [whole, lacking] = [new Set<string>(), new Map<string, number>()]
    for (const part of rows) {
      const found = known.has(part.path) || (await isWhole(part))
      if (found) whole.add(part.path)
      if (found === false) lacking.set(part.table, (lacking.get(part.table) ?? 0) + 1)
    }
    known = whole
    return lacking
  }
  const mend = async (table: string, parts: number): Promise<void> => {
    try {
      await alone((command) => readInAnew(table, command))
      onEvent({ name: 'mended', table, parts })
    } catch (error) {
      onEvent({ name: 'not_mended', table, parts, failure: String(error) })
    }
  }
  const look = async (): Promise<void> => {
    for (const [table, parts] of await find()) await mend(table, parts)
  }
  let running = Promise.resolve()
  const missed = (error: unknown): void => onEvent({ name: 'not_looked', failure: String(error) })
  const turn = (): void => void (running = running.then(look).catch(missed))
  const timer = setInterval(turn, everyMs).unref()
  return {
    look,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

const TELLING = new Set([
  'checksums.txt',
  'columns.txt',
  'columns_substreams.txt',
  'default_compression_codec.txt',
  'metadata_version.txt',
])

/** Undefined where it cannot be told now; what was merged into another meanwhile is not asked for again. */
async function isWhole({ path, bytes }: Part): Promise<boolean | undefined> {
  try {
    let left = Number(bytes)
    for (const file of await readdir(path))
      if (!TELLING.has(file)) left -= (await stat(join(path, file))).size
    return left <= 0 && (await stat(join(path, 'checksums.txt'))).size > 0
  } catch {
    return undefined
  }
}

/** The parts that a lacking one was made of are taken in its place. */
async function readInAnew(table: string, command: (one: Statement) => Promise<void>): Promise<void> {
  await command(statement(sql`DETACH TABLE ${name(table)} SYNC`))
  for (let attempt = 1; ; attempt++)
    try {
      return await command(statement(sql`ATTACH TABLE ${name(table)}`))
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      await sleep(500)
    }
}
