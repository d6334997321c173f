/** Metadata in the background: questions wait for it, failures are told and tried again, closing never hangs. */
import { expect, test, vi } from 'vitest'
import { openInBackground } from './background.ts'
import type { Database } from './database.ts'
import { sql } from './sql.ts'

const opened = (): { database: Database; closed: () => number } => {
  let closed = 0
  const database: Database = {
    query: async <Row>() => [{ n: 1 }] as Row[],
    transaction: () => Promise.reject(new Error('not asked')),
    ready: () => Promise.resolve(),
    close: async () => void closed++,
  }
  return { database, closed: () => closed }
}

test('a question waits for the attempt under way, is told when that fails, and answered once one succeeds', async () => {
  const failures: string[] = []
  const { database } = opened()
  const background = openInBackground({
    open: () => (failures.length < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(database)),
    onFailure: ({ trouble }) => failures.push(trouble),
    againMs: 1,
  })
  const early = background.query(sql`SELECT 1`)
  await expect(background.ready()).rejects.toMatchObject({ trouble: 'unavailable' })
  background.begin()
  await expect(early).rejects.toMatchObject({ trouble: 'unavailable' })
  await vi.waitFor(() => background.ready(), 20_000)
  expect(await background.query(sql`SELECT 1`)).toEqual([{ n: 1 }])
  expect(failures).toEqual(['unavailable', 'unavailable', 'unavailable'])
})

test('a question is told that metadata is unavailable when it waited long enough', async () => {
  let fail = (): void => {}
  const background = openInBackground({
    open: () => new Promise((_, reject) => (fail = () => reject(new Error('never')))),
    onFailure: () => {},
    patienceMs: 5,
  })
  background.begin()
  await expect(background.query(sql`SELECT 1`)).rejects.toMatchObject({ trouble: 'unavailable' })
  const closing = background.close()
  fail()
  await closing
})

test('questions that were told so leave nothing behind, however many ask', async () => {
  const warnings: string[] = []
  const warned = ({ name }: Error): void => void warnings.push(name)
  process.on('warning', warned)
  const background = openInBackground({
    open: () => Promise.reject(new Error('not yet')),
    onFailure: () => {},
    againMs: 60_000,
  })
  background.begin()
  const asked = Array.from({ length: 50 }, () => background.query(sql`SELECT 1`))
  for (const question of asked) await expect(question).rejects.toMatchObject({ trouble: 'unavailable' })
  await background.close()
  await new Promise(setImmediate)
  process.off('warning', warned)
  // Node warns of a signal with more than ten listeners.
  expect(warnings).toEqual([])
})

test('closing waits for an opening on its way, and closes what it gave', async () => {
  const { database, closed } = opened()
  let finish = (): void => {}
  const background = openInBackground({
    open: () => new Promise((resolve) => (finish = () => resolve(database))),
    onFailure: () => {},
  })
  background.begin()
  await new Promise(setImmediate)
  const closing = background.close()
  finish()
  await closing
  expect(closed()).toBe(1)
})

test('what never began closes at once', async () => {
  const background = openInBackground({ open: () => Promise.reject(new Error('x')), onFailure: () => {} })
  await background.close()
})
