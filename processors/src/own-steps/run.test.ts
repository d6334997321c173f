/** Steps of the operator's own: what they do befalls one event, and what they leave behind can be stored. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { eventColumns, type EventRow } from '@firefly/clickhouse/tables/events'
import { afterAll, expect, test } from 'vitest'
import { loadOwnSteps } from './load.ts'
import { createOwnSteps } from './run.ts'
import type { OwnStep } from './step.ts'

const EXAMPLE = fileURLToPath(new URL('../../../examples/own-step/membership.mjs', import.meta.url))
const folder = mkdtempSync(`${tmpdir()}/firefly-own-steps-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, code: string): string => {
  writeFileSync(`${folder}/${name}`, code)
  return `${folder}/${name}`
}

const NUMBERS = { received_at: 1, is_clamped: 0, is_bot: 0, log_partition: 0, log_offset: 7, place: 0 }
const rowOf = (message_id: string, change: Partial<EventRow> = {}): EventRow => ({
  ...(Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow),
  ...NUMBERS,
  time: Date.UTC(2026, 0, 31),
  message_id,
  properties: {},
  ...change,
})
const step = (run: OwnStep['run'], name = 'mine'): OwnStep => ({ name, run })
const untimed = (): void => undefined

test('the example adds a property, drops the staff, and sets aside what it does not know', async () => {
  const own = createOwnSteps(await loadOwnSteps([EXAMPLE]))
  const rows = [
    rowOf('m1', { properties: { memberSince: '2020-05-01' } }),
    rowOf('m2', { user_id: 'staff-7' }),
    rowOf('m3', { properties: { currency: 'XXX' } }),
    rowOf('m4', { properties: { currency: 'CNY' } }),
  ]
  expect(own(rows, untimed)).toMatchObject([
    { kind: 'ok', value: { message_id: 'm1', properties: { memberYears: '5' } } },
    { kind: 'drop', reason: 'unwanted' },
    { kind: 'quarantine', reason: 'step_refused', detail: 'membership: unknown currency' },
    { kind: 'ok', value: { message_id: 'm4' } },
  ])
})

test('a step that throws, or never ends, costs the one event it was at', () => {
  const picky = step((event) => {
    if (event.message_id === 'm2') throw new TypeError('with a secret in it')
    while (event.message_id === 'm4');
    event.title += 'seen'
  })
  const outcomes = createOwnSteps([picky], 400)(
    ['m1', 'm2', 'm3', 'm4', 'm5'].map((id) => rowOf(id)),
    untimed,
  )
  const seen = { kind: 'ok', value: { title: 'seen' } }
  expect(outcomes).toMatchObject([
    seen,
    { kind: 'quarantine', reason: 'step_failed', detail: 'mine: TypeError' },
    seen,
    { kind: 'quarantine', reason: 'step_timed_out', detail: 'mine: more than 400 ms' },
    seen,
  ])
})

test('an event that was cut off through no fault of its own is done again from where it was', () => {
  let calls = 0
  const unlucky = step((event) => {
    event.properties['times'] = `${event.properties['times'] ?? ''}|`
    while (event.message_id === 'm2' && ++calls === 1) while (true);
  })
  const outcomes = createOwnSteps([unlucky], 400)(
    ['m1', 'm2', 'm3'].map((id) => rowOf(id)),
    untimed,
  )
  const once = { kind: 'ok', value: { properties: { times: '|' } } }
  expect(outcomes).toMatchObject([once, once, once])
  expect(calls).toBe(2)
})

test('what a step leaves behind that cannot be stored is named by its field, never by its value', () => {
  const bad: [OwnStep['run'], string][] = [
    [(event) => void ((event as EventRow).project = 'another'), 'project must not be changed'],
    [(event) => void ((event as EventRow).message_id = 'x'), 'message_id must not be changed'],
    [(event) => void (event.title = 5 as unknown as string), 'title: expected a text'],
    [(event) => void (event.time = Number.NaN), 'time: expected a whole number'],
    [(event) => void (event.is_bot = 2), 'is_bot: expected 0 or 1'],
    [
      (event) => void (event.properties = { a: 1 } as unknown as Record<string, string>),
      'properties: expected an object of texts',
    ],
    [(event) => void delete (event as Partial<EventRow>).url, 'url: expected a text'],
    [
      (async () => undefined) as unknown as OwnStep['run'],
      "expected nothing, { drop: true } or { quarantine: 'why' }",
    ],
  ]
  for (const [run, words] of bad)
    expect(createOwnSteps([step(run)])([rowOf('m1')], untimed)).toEqual([
      { kind: 'quarantine', reason: 'step_failed', detail: `mine: ${words}` },
    ])
})

test('steps run in their order, each timed under its name, and none after one that dropped the event', () => {
  const names: string[] = []
  const own = createOwnSteps([
    step((event) => void (event.title = 'a'), 'first'),
    step((event) => (event.message_id === 'm1' ? { drop: true } : undefined), 'second'),
    step((event) => void (event.title += `${event.message_id}!`), 'third'),
  ])
  expect(own([rowOf('m1'), rowOf('m2')], (name) => names.push(name))).toMatchObject([
    { kind: 'drop' },
    { kind: 'ok', value: { title: 'am2!' } },
  ])
  expect(names).toEqual(['first', 'second', 'third'])
})

test('a module that cannot be used is named, with what was expected', async () => {
  await expect(loadOwnSteps([`${folder}/none.mjs`])).rejects.toThrow('none.mjs cannot be loaded')
  await expect(loadOwnSteps([file('half.mjs', 'export default { name: "half" }')])).rejects.toThrow(
    /half\.mjs: expected a default export/,
  )
  const twice = file('twice.mjs', 'export default { name: "membership", run() {} }')
  await expect(loadOwnSteps([EXAMPLE, twice])).rejects.toThrow('another step is called "membership" already')
})
