import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventOptions, Properties } from './event.ts'
import type { Report } from './report.ts'
import { makeTracker } from './testing/makers.ts'
import { createWorld } from './testing/world.ts'
import type { TrackerOptions } from './tracker.ts'

const refuse = (): never => {
  throw new Error('no')
}
const cycle: { self?: unknown } = {}
cycle.self = cycle
const revoked = Proxy.revocable({}, {})
revoked.revoke()

/** What pages hand over by mistake, and cannot be sent. Getters and traps throw what refuses to become text, too. */
const UNSENDABLE: Record<string, () => unknown> = {
  function: () => refuse,
  symbol: () => Symbol('x'),
  bigint: () => 10n,
  cycle: () => cycle,
  'ten megabytes': () => 'x'.repeat(10_000_000),
  'a huge array': () => Array.from({ length: 100_000 }, (_, index) => index),
  'throwing proxy': () => new Proxy({}, { get: refuse, ownKeys: refuse, has: refuse }),
  'revoked proxy': () => revoked.proxy,
  'throwing getter inside': () => Object.defineProperty({}, 'x', { enumerable: true, get: refuse }),
  'throwing toJSON': () => ({ toJSON: refuse }),
  'too deep': () => Array.from({ length: 20 }).reduce((inner) => [inner], 1),
}
const SENDABLE: Record<string, () => unknown> = {
  text: () => 'x',
  number: () => 1,
  'a date that is none': () => new Date(Number.NaN),
  'a regular expression': () => /x/,
  map: () => new Map([[1, 2]]),
  'no prototype': () => Object.create(null),
  nothing: () => null,
}
const THROWN = [new Error('no'), Object.create(null), Symbol('x'), undefined]

const value = fc.constantFrom(...Object.entries(UNSENDABLE), ...Object.entries(SENDABLE))
const properties = fc.uniqueArray(value, { selector: ([name]) => name, maxLength: 5 })
const getters = fc.uniqueArray(fc.constantFrom('one', 'two', 'three'), { maxLength: 2 })

/** The hidden getters of a page's own object, each throwing something else. */
function bagWith(
  drawn: readonly (readonly [string, () => unknown])[],
  throwing: readonly string[],
): Properties {
  const bag: Properties = {}
  for (const [name, make] of drawn) bag[name] = make()
  throwing.forEach((name, index) => {
    const get = (): never => {
      // oxlint-disable-next-line typescript/only-throw-error -- pages throw anything.
      throw THROWN[index % THROWN.length]
    }
    Object.defineProperty(bag, name, { enumerable: true, get })
  })
  return bag
}

/** A tracker in a world of its own, and what it told. */
function started(options: Partial<TrackerOptions> = {}) {
  const world = createWorld()
  const reports: Report[] = []
  const warnings: string[] = []
  const { platform } = world.open({ warn: (message) => void warnings.push(message) })
  const onEvent = (report: Report): void => void reports.push(report)
  const host = 'https://collect.example.com'
  const tracker = makeTracker(platform, { writeKey: 'key', host, onEvent, debug: true, ...options }, world)
  const sent = (): Record<string, unknown>[] => world.requests.flatMap(({ body }) => body.batch)
  return { world, tracker, reports, warnings, sent }
}

test('an event whose properties cannot be sent arrives without them, each told by name and counted', async () => {
  await fc.assert(
    fc.asyncProperty(properties, getters, async (drawn, throwing) => {
      const { world, tracker, reports, warnings, sent } = started()
      tracker.track('Ordered', bagWith(drawn, throwing))
      await world.settle()
      const bad = [...drawn.map(([name]) => name).filter((name) => name in UNSENDABLE), ...throwing]
      const [event, told] = sent()
      expect(Object.keys(event?.['properties'] as object)).toEqual(
        drawn.map(([name]) => name).filter((name) => name in SENDABLE),
      )
      const names = reports.flatMap((report) => (report.kind === 'trimmed' ? report.names : []))
      expect(names.toSorted()).toEqual(bad.toSorted())
      expect(told?.['properties']).toEqual(bad.length > 0 ? { count: 0, trimmed: bad.length } : undefined)
      expect(warnings).toEqual(bad.length > 0 ? ['trimmed'] : [])
    }),
    { numRuns: 60 },
  )
})

test('whatever a verb is called with, nothing is thrown, and each event arrives or is counted', async () => {
  const anything = fc.oneof(
    value.map(([, make]) => make),
    fc.tuple(properties, getters).map((bag) => () => bagWith(...bag)),
    fc.anything().map((any) => () => any),
  )
  const verb = fc.constantFrom('track', 'page', 'screen', 'identify', 'alias', 'group')
  const calls = fc.array(fc.tuple(verb, anything, anything, anything), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(calls, async (calls) => {
      const { world, tracker, reports, sent } = started()
      const verbs = tracker as unknown as Record<string, (...args: unknown[]) => void>
      for (const [verb, ...make] of calls) verbs[verb]?.(...make.map((each) => each()))
      await world.settle()
      const lost = reports.reduce((sum, report) => sum + (report.kind === 'dropped' ? report.count : 0), 0)
      const arrived = sent().filter(({ event }) => event !== '$dropped')
      expect(arrived.length + lost).toBe(calls.length)
      expect(reports.filter(({ kind }) => kind === 'failed')).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test('options of an event and answers of the hook may be anything: the event arrives or is counted', async () => {
  const odd = fc.oneof(
    value.map(([, make]) => make),
    getters.map((throwing) => () => bagWith([], throwing)),
    value.map(([, make]) => () => ({ context: make() })),
    fc.constantFrom(null, 0, true, 'x', []).map((odd) => () => odd),
  )
  await fc.assert(
    fc.asyncProperty(odd, fc.boolean(), async (make, asHook) => {
      const odd = make()
      const beforeSend = (): never => odd as never
      const { world, tracker, reports, sent } = started(asHook ? { beforeSend } : {})
      tracker.track('Ordered', { total: 5 }, asHook ? undefined : (odd as EventOptions))
      await world.settle()
      const isVeto = asHook && (odd === null || odd === false)
      const lost = reports.filter(({ kind }) => kind === 'dropped').length
      const arrived = sent().filter(({ event }) => event !== '$dropped')
      expect(arrived.length + lost).toBe(isVeto ? 0 : 1)
    }),
    { numRuns: 100 },
  )
})

test('options that are no options are told on the console, and the page goes on', () => {
  for (const options of [undefined, null, 7, {}, { writeKey: 'key' }, { writeKey: 'key', host: 7 }]) {
    const world = createWorld()
    const { platform } = world.open()
    expect(() => makeTracker(platform, options as never, world).track('Ordered')).not.toThrow()
  }
})
