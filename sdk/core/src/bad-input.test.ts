import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const trial = tryOut()
const { start, sent, last } = trial

test('never throws into the page, and every refusal is counted', async () => {
  const tracker = start() as unknown as Record<string, (...args: unknown[]) => unknown>
  const bad: unknown[] = [undefined, null, '', 7, {}, [], () => 1, Symbol('x'), 'x'.repeat(10_000_000)]
  for (const verb of [
    'track',
    'page',
    'screen',
    'identify',
    'alias',
    'group',
    'register',
    'unregister',
    'time',
    'set',
    'setOnce',
    'increment',
    'append',
    'unset',
  ])
    for (const argument of bad)
      for (const more of bad) expect(() => tracker[verb]?.(argument, more)).not.toThrow()
  await trial.world.settle()
  const reasons = new Set(
    trial.reports.flatMap((report) => (report.kind === 'dropped' ? [report.reason] : [])),
  )
  expect(reasons).toEqual(new Set(['invalid_name', 'invalid_id', 'event_too_large']))
}, 60_000)

test('a long event name is cut, a long user id refused', async () => {
  const tracker = start()
  tracker.track('n'.repeat(300))
  tracker.identify('u'.repeat(300))
  await trial.world.settle()
  expect(sent().filter(({ type }) => type === 'identify')).toEqual([])
  expect(sent()[0]?.event).toHaveLength(200)
})

test('a property that cannot be sent is left out, told and counted, and the console warns once', async () => {
  const warnings: unknown[] = []
  const warn = (message: string): void => void warnings.push(message)
  const tracker = start({ debug: true }, { warn })
  tracker.track('A', { run: () => 1, total: 5 })
  tracker.track('n'.repeat(300), { run: () => 1 })
  await trial.world.settle()
  expect(sent()[0]).toMatchObject({ event: 'A', properties: { total: 5 } })
  expect(trial.reports).toContainEqual({ kind: 'trimmed', event: 'A', names: ['run'] })
  expect(last()).toMatchObject({ event: '$dropped', properties: { count: 0, trimmed: 3 } })
  expect(warnings).toEqual(['trimmed'])
})

test('options that cannot work are told on the console, and nothing is collected', async () => {
  const warnings: string[] = []
  const warn = (message: string): void => void warnings.push(message)
  for (const options of [{ writeKey: '' }, { host: '' }, { host: 'collect.example.com' }]) {
    const tracker = start(options, { warn })
    tracker.track('A')
    tracker.optIn()
  }
  await trial.world.settle()
  expect(warnings).toHaveLength(3)
  expect(warnings[0]).toContain('writeKey')
  expect(warnings[1]).toContain('host')
  expect(trial.world.requests).toEqual([])
})

test('an event that is too large in all, in whatever script, is refused and counted; one that the collector takes is not', async () => {
  const tracker = start()
  const words = (letter: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, letter.repeat(1_000)]))
  tracker.track('large', words('x', 70))
  tracker.track('large', words('中', 25))
  tracker.track('taken', words('x', 55))
  tracker.track('taken', words('中', 18))
  await trial.world.settle()
  expect(sent().map(({ event }) => event)).toEqual(['taken', 'taken', '$dropped'])
  for (const { body } of trial.world.requests)
    expect(Buffer.byteLength(JSON.stringify(body.batch[0]))).toBeLessThan(MAX_EVENT_BYTES)
  expect(last().properties).toEqual({ count: 2, event_too_large: 2 })
})
