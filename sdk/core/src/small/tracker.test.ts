import { expect, test } from 'vitest'
import { tryOutSmall } from '../testing/trial.ts'

const trial = tryOutSmall()
const { start, sent, last } = trial

test('a page may have a name, properties, or both', async () => {
  const tracker = start()
  tracker.page()
  tracker.page('Home', { tab: 1 })
  tracker.page({ tab: 2 })
  await trial.world.settle()
  expect(sent().map(({ properties }) => properties)).toEqual([{}, { name: 'Home', tab: 1 }, { tab: 2 }])
})

test('nothing is sent, and what takes long is not found out, while the page starts', async () => {
  let asked = 0
  start({}, { late: () => ({ asked: ++asked }) }).page()
  await trial.world.settle('accept', 1_000)
  expect([asked, trial.world.requests]).toEqual([0, []])
  await trial.world.settle()
  expect(trial.world.requests[0]?.body.context).toMatchObject({ asked: 1 })
})

test('a function is left out and told; what cannot be serialised is refused, counted, and nothing is thrown', async () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  const throws = Object.defineProperty({}, 'x', { enumerable: true, get: () => fail() })
  const tracker = start()
  tracker.track('kept', { run: () => 1, total: 5 })
  for (const bad of [{ cycle }, { big: 10n }, throws, { text: 'x'.repeat(10_000_000) }])
    tracker.track('refused', bad)
  tracker.track('')
  tracker.identify('u'.repeat(300))
  await trial.world.settle()
  expect(sent()[0]).toMatchObject({ event: 'kept', properties: { total: 5 } })
  expect(trial.reports).toContainEqual({ kind: 'trimmed', event: 'kept', names: ['run'] })
  expect(last()).toMatchObject({
    event: '$dropped',
    properties: {
      count: 6,
      trimmed: 1,
      unserialisable: 3,
      event_too_large: 1,
      invalid_name: 1,
      invalid_id: 1,
    },
  })
})

test('never throws into the page, and what it takes can be sent', async () => {
  const tracker = start() as unknown as Record<string, (...args: unknown[]) => unknown>
  const hostile = new Proxy({}, { get: fail, ownKeys: fail })
  const gone = Proxy.revocable({}, {})
  gone.revoke()
  for (const verb of ['track', 'page', 'identify'])
    for (const first of [...ODD, hostile, gone.proxy])
      for (const second of [...ODD, hostile, gone.proxy])
        for (const third of [undefined, null, hostile, gone.proxy])
          expect(() => tracker[verb]?.(first, second, third)).not.toThrow()
  await trial.world.settle()
  const [told, lost] = [sent(), sent().filter(({ event }) => event === '$dropped')]
  const counts = lost.map(({ properties }) => (properties as { count: number }).count)
  expect(told.length - lost.length + counts.reduce((sum, count) => sum + count, 0)).toBe(3 * 11 * 11 * 4)
})

test.each([
  { writeKey: '' },
  { host: 'collect.example' },
  { consent: 'required' },
  { honourPrivacyControl: true },
  { beforeSend: () => null },
  { debug: true },
  { cleanUrl: String },
])('does not start with options it would have to pass over: %o', async (options) => {
  const warnings: string[] = []
  const tracker = start(options, { warn: (message) => void warnings.push(message) })
  tracker.track('A')
  trial.page.leave(true)
  await trial.world.settle()
  expect(warnings).toHaveLength(1)
  expect([trial.world.requests, trial.world.spillway.keys()]).toEqual([[], []])
})

test('extensions are told of leaving and returning, are undone, and may fail alone', async () => {
  const told: string[] = []
  const tracker = start({
    extensions: [
      { name: 'broken', setup: fail },
      {
        name: 'mine',
        setup(host) {
          const undos = [
            host.onLeave((gone) => told.push(`left ${gone}`)),
            host.onReturn((gone) => told.push(`back ${gone}`)),
            () => told.push('undone'),
          ]
          host.track('$mine')
          return () => undos.forEach((undo) => undo())
        },
      },
    ],
  })
  trial.page.leave(false)
  trial.page.comeBack(false)
  tracker.stop()
  trial.page.leave(true)
  await trial.world.settle()
  expect(told).toEqual(['left false', 'back false', 'undone'])
  expect(trial.reports).toContainEqual(expect.objectContaining({ kind: 'failed' }))
  expect(sent().map(({ event }) => event)).toEqual(['$mine'])
})

const ODD: unknown[] = [undefined, null, '', 7, 7n, 'name', [], () => 1, Symbol('x')]

function fail(): never {
  throw new Error('mine')
}
