/** Metadata in the background: questions wait for it, failures are told and tried again, closing never hangs. */
import { expect, test } from 'vitest'
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

test('a question asked before the opening waits for it, however often it fails first', async () => {
  const failures: string[] = []
  const { database } = opened()
  const background = openInBackground({
    open: () => (failures.length < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(database)),
    onFailure: ({ trouble }) => failures.push(trouble),
    againMs: 1,
  })
  const answer = background.query(sql`SELECT 1`)
  await expect(background.ready()).rejects.toMatchObject({ trouble: 'unavailable' })
  background.begin()
  expect(await answer).toEqual([{ n: 1 }])
  expect(failures).toEqual(['unavailable', 'unavailable', 'unavailable'])
  await background.ready()
})

test('a question is told that metadata is unavailable when it waited long enough', async () => {
  const background = openInBackground({
    open: () => Promise.reject(new Error('never')),
    onFailure: () => {},
    againMs: 1,
    patienceMs: 5,
  })
  background.begin()
  await expect(background.query(sql`SELECT 1`)).rejects.toMatchObject({ trouble: 'unavailable' })
  await background.close()
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
