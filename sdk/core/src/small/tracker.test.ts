import { beforeEach, expect, test } from 'vitest'
import type { Report } from '../report.ts'
import { createWorld, type OpenPage, type World } from '../testing/world.ts'
import { createSmallTracker, type SmallOptions, type SmallTracker } from './tracker.ts'

let world: World
let page: OpenPage
let reports: Report[]
let warnings: string[]

beforeEach(() => {
  world = createWorld()
  reports = []
  warnings = []
})

function start(options: Partial<SmallOptions> = {}): SmallTracker {
  page = world.open({ warn: (message) => void warnings.push(message) })
  const onEvent = (report: Report): void => void reports.push(report)
  return createSmallTracker(page.platform, {
    writeKey: 'key',
    host: 'https://c.example',
    onEvent,
    ...options,
  })
}
const sent = (): Record<string, unknown>[] => world.requests.flatMap(({ body }) => body.batch)

test('says who, when, where and what as the whole tracker does', async () => {
  const tracker = start()
  tracker.track('Ordered', { total: 12.5 })
  tracker.identify(42, { plan: 'gold' })
  tracker.page('Home', { tab: 1 })
  await world.settle()
  expect(sent()[0]).toEqual({
    type: 'track',
    event: 'Ordered',
    messageId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    anonymousId: tracker.anonymousId(),
    timestamp: '2026-01-01T00:00:00.000Z',
    properties: { total: 12.5 },
    context: { sessionId: tracker.sessionId() },
  })
  expect(world.requests[0]?.body.context).toEqual({
    platform: 'web',
    library: { name: 'test', version: '1' },
    locale: 'en',
    timezone: 'UTC',
    consent: 'not_required',
  })
  expect(sent().slice(1)).toMatchObject([
    { type: 'identify', userId: '42', traits: { plan: 'gold' } },
    { type: 'page', userId: '42', properties: { name: 'Home', tab: 1 } },
  ])
})

test('an event may say when and where it happened', async () => {
  start().track('A', {}, { timestamp: new Date(1), context: { page: { url: 'https://a.example/' } } })
  await world.settle()
  expect(sent()[0]).toMatchObject({
    timestamp: '1970-01-01T00:00:00.001Z',
    context: { page: { url: 'https://a.example/' } },
  })
})

test('nothing is sent, and what takes long is not found out, while the page starts', async () => {
  let asked = 0
  page = world.open({ late: () => ({ asked: ++asked }) })
  const tracker = createSmallTracker(page.platform, { writeKey: 'key', host: 'https://c.example' })
  tracker.page()
  await world.settle('accept', 1_000)
  expect([asked, world.requests]).toEqual([0, []])
  await world.settle()
  expect(world.requests[0]?.body.context).toMatchObject({ asked: 1 })
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
  await world.settle()
  expect(sent()[0]).toMatchObject({ event: 'kept', properties: { total: 5 } })
  expect(reports).toContainEqual({ kind: 'trimmed', event: 'kept', names: ['run'] })
  expect(sent().at(-1)).toMatchObject({
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
  await world.settle()
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
  const tracker = start(options)
  tracker.track('A')
  page.leave(true)
  await world.settle()
  expect(warnings).toHaveLength(1)
  expect([world.requests, world.spillway.keys()]).toEqual([[], []])
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
  page.leave(false)
  page.comeBack(false)
  tracker.stop()
  page.leave(true)
  await world.settle()
  expect(told).toEqual(['left false', 'back false', 'undone'])
  expect(reports).toContainEqual(expect.objectContaining({ kind: 'failed' }))
  expect(sent().map(({ event }) => event)).toEqual(['$mine'])
})

const ODD: unknown[] = [undefined, null, '', 7, 7n, 'name', [], () => 1, Symbol('x')]

function fail(): never {
  throw new Error('mine')
}
