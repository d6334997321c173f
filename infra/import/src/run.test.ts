/** The import: all rows, each once, whatever happens on the way. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type Collector, startCollector, type Taken } from './collector.ts'
import type { Mapping } from './mapping.ts'
import { openSource } from './read.ts'
import { runImport } from './run.ts'
import { identify, readState, type State, writeState } from './state.ts'
import type { Summary } from './summary.ts'

const folder = mkdtempSync(join(tmpdir(), 'firefly-import-run-'))
const MAPPING: Mapping = { type: 'track', event: 'what', user: 'who', timezone: 'UTC', number: [] }
let collector: Collector | undefined
afterEach(() => collector?.close())

const csv = (rows: number): string =>
  `who,what\n${Array.from({ length: rows }, (_, row) => `u${row + 1},Event ${row + 1}\n`).join('')}`
let files = 0
const file = (content: string): string => {
  const path = join(folder, `file-${files++}`)
  writeFileSync(path, content)
  return path
}

interface Run {
  summary: Promise<Summary>
  errors: string[]
  states: number[]
}

async function run(path: string, onSave: () => Promise<void> = async () => undefined): Promise<Run> {
  const statePath = `${path}.state`
  const errors: string[] = []
  const states: number[] = []
  const summary = runImport({
    source: await openSource(path, () => undefined),
    mapping: MAPPING,
    target: { host: collector?.host ?? '', key: 'k', wait: async () => undefined },
    state: await readState(statePath, await identify(path)),
    maxErrors: 10,
    reporter: { report: () => undefined, note: () => undefined, end: () => undefined },
    save: async (state: State) => {
      await onSave()
      states.push(state.rows)
      await writeState(statePath, state)
    },
    onError: (line, reason) => void errors.push(`${line}: ${reason}`),
  })
  summary.catch(() => undefined)
  return { summary, errors, states }
}
const idsOf = (taken: readonly Taken[]): string[] =>
  taken.flatMap(({ events }) => events.map(({ messageId }) => messageId))

test('every row arrives once, in batches of at most a thousand, each with an id of its own', async () => {
  collector = await startCollector()
  const { summary, states } = await run(file(csv(3_500)))
  expect(await summary).toMatchObject({ read: 3_500, skipped: 0, sent: 3_500, accepted: 3_500 })
  const sizes = collector.taken.map(({ events }) => events.length)
  expect(sizes.toSorted((one, other) => other - one)).toEqual([1_000, 1_000, 1_000, 500])
  expect(new Set(idsOf(collector.taken)).size).toBe(3_500)
  expect(states).toEqual([1_000, 2_000, 3_000, 3_500])
})

test('however slowly it can be remembered, no more than four batches are on the way', async () => {
  collector = await startCollector()
  const ahead: number[] = []
  let remembered = 0
  const { summary } = await run(file(csv(30_000)), async () => {
    await sleep(5)
    ahead.push((collector?.taken.length ?? 0) - remembered++)
  })
  await summary
  expect(ahead).toHaveLength(30)
  expect(Math.max(...ahead)).toBeLessThanOrEqual(4)
})

test('the same file has the same ids wherever it lies, another file has others', async () => {
  collector = await startCollector()
  const content = csv(10)
  for (const path of [file(content), file(content), file(csv(10).replace('u1,', 'v1,'))])
    await (await run(path)).summary
  const [one, again, other] = collector.taken.map((taken) => idsOf([taken]))
  expect(again).toEqual(one)
  expect(new Set([...(one ?? []), ...(other ?? [])]).size).toBe(20)
})

test('a second run of a finished import sends nothing', async () => {
  collector = await startCollector()
  const path = file(csv(1_500))
  await (await run(path)).summary
  const before = collector.taken.length
  expect(await (await run(path)).summary).toMatchObject({ read: 1_500, skipped: 1_500, sent: 0 })
  expect(collector.taken).toHaveLength(before)
})

test('an import that was stopped goes on after what was acknowledged, and every row has then been taken', async () => {
  const stopped: Answer = { status: 403, body: { message: 'the key was changed' } }
  const path = file(csv(9_500))
  collector = await startCollector((_, { events }) =>
    events[0]?.['userId'] === 'u4001' ? stopped : undefined,
  )
  const { summary, states } = await run(path)
  await expect(summary).rejects.toThrow(/the key was changed/)
  expect(states.at(-1)).toBe(4_000)
  const first = idsOf(collector.taken)
  await collector.close()

  collector = await startCollector()
  expect(await (await run(path)).summary).toMatchObject({ skipped: 4_000, sent: 5_500 })
  expect(new Set([...first, ...idsOf(collector.taken)]).size).toBe(9_500)
})

test('wrong rows are told by their line and counted by reason, the others arrive', async () => {
  collector = await startCollector(undefined, ({ events }) => {
    const index = events.findIndex(({ userId }) => userId === 'refuse me')
    return index < 0 ? [] : [{ index, code: 'invalid_event', message: 'not this one' }]
  })
  const { summary, errors } = await run(file('who,what\nu1,A\n,B\nu3\nrefuse me,C\n\nu5,\nu6,D\n'))
  expect(await summary).toEqual({
    read: 6,
    skipped: 0,
    sent: 3,
    accepted: 2,
    rejected: new Map([
      ['neither a user nor an anonymous id', 1],
      ['1 cells, expected 2', 1],
      ['no event name in column what', 1],
      ['invalid_event: not this one', 1],
    ]),
  })
  expect(errors.toSorted()).toEqual([
    '3: neither a user nor an anonymous id',
    '4: 1 cells, expected 2',
    '5: invalid_event: not this one',
    '7: no event name in column what',
  ])
})

test('too many wrong rows stop the import, with what to look at', async () => {
  collector = await startCollector()
  const { summary } = await run(file(`who,what\n${',x\n'.repeat(20)}`))
  await expect(summary).rejects.toThrow(
    /more than 10 rows are wrong; check the mapping, or raise --max-errors/,
  )
})

test('lines that are events already pass as they are, others of the same file are mapped', async () => {
  collector = await startCollector()
  const event = { type: 'page', anonymousId: 'a', messageId: 'own', properties: { x: 1 } }
  const lines = [event, { ...event, messageId: undefined }, { who: 'u', what: 'E' }]
  await (await run(file(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))).summary
  const [taken] = collector.taken
  expect(taken?.events[0]).toEqual(event)
  expect(taken?.events[1]?.messageId).toMatch(/^[0-9a-f]{16}-2$/)
  expect(taken?.events[2]).toMatchObject({ type: 'track', event: 'E', userId: 'u' })
})

test('a column of a CSV file that happens to be called type does not make its rows events', async () => {
  collector = await startCollector()
  await (await run(file('type,userId,what,who\ntrack,x,E,u\n'))).summary
  expect(collector.taken[0]?.events[0]).toMatchObject({
    event: 'E',
    userId: 'u',
    properties: { type: 'track', userId: 'x' },
  })
})

test('large events make small batches, so that none is too large for the server', async () => {
  collector = await startCollector()
  const line = JSON.stringify({ who: 'u', what: 'E', text: '文'.repeat(50_000) })
  expect(await (await run(file(`${line}\n`.repeat(100)))).summary).toMatchObject({ accepted: 100 })
  const sizes = collector.taken.map(({ events }) => Buffer.byteLength(JSON.stringify(events)))
  expect(sizes.length).toBeGreaterThan(1)
  expect(Math.max(...sizes)).toBeLessThan(16 * 1024 * 1024)
})
