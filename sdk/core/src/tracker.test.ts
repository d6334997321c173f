import { beforeEach, describe, expect, test } from 'vitest'
import type { Extension } from './extension.ts'
import type { Report } from './report.ts'
import { createWorld, type OpenPage, type World } from './testing/world.ts'
import { createTracker, type Tracker, type TrackerOptions } from './tracker.ts'

let world: World
let page: OpenPage
let reports: Report[]

beforeEach(() => {
  world = createWorld()
  reports = []
})

function start(options: Partial<TrackerOptions> = {}, overrides: Parameters<World['open']>[0] = {}): Tracker {
  page = world.open(overrides)
  return createTracker({
    platform: page.platform,
    options: {
      writeKey: 'key',
      host: 'https://collect.example.com/',
      onEvent: (report) => reports.push(report),
      ...options,
    },
  })
}

/** Every event sent so far, with its batch's context under its own. */
const sent = (): Record<string, unknown>[] =>
  world.requests.flatMap(({ body }) =>
    body.batch.map((event) => ({ ...event, context: { ...body.context, ...(event.context as object) } })),
  )
const last = (): Record<string, unknown> => sent().at(-1) ?? {}

describe('the verbs', () => {
  test('track says who, when, where and what', async () => {
    const tracker = start()
    tracker.track('Ordered', { total: 12.5 })
    await world.settle()
    expect(last()).toEqual({
      type: 'track',
      event: 'Ordered',
      messageId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      anonymousId: tracker.anonymousId(),
      timestamp: '2026-01-01T00:00:00.000Z',
      properties: { total: 12.5 },
      context: {
        platform: 'web',
        library: { name: 'test', version: '1' },
        locale: 'en',
        timezone: 'UTC',
        consent: 'not_required',
        sessionId: tracker.sessionId(),
      },
    })
  })

  test('identify names the user of every event from then on', async () => {
    const tracker = start()
    tracker.identify(42, { plan: 'gold' })
    tracker.track('Ordered')
    await world.settle()
    expect(sent().map(({ type, userId, traits }) => [type, userId, traits])).toEqual([
      ['identify', '42', { plan: 'gold' }],
      ['track', '42', undefined],
    ])
  })

  test('alias joins the current user, or the device, with the new one', async () => {
    const tracker = start()
    tracker.alias('ann')
    tracker.identify('ann')
    tracker.alias('anna')
    tracker.alias('anna', 'annie')
    await world.settle()
    const aliases = sent().filter(({ type }) => type === 'alias')
    expect(aliases.map(({ userId, previousId }) => [userId, previousId])).toEqual([
      ['ann', tracker.anonymousId()],
      ['anna', 'ann'],
      ['anna', 'annie'],
    ])
  })

  test('what is known of the user is set, set once, added to, appended to and taken away', async () => {
    const tracker = start()
    tracker.register({ store: 7 })
    tracker.set({ level: 'gold' })
    tracker.setOnce({ signedUpAt: '2026-01-01' })
    tracker.increment('orders')
    tracker.increment({ orders: 2, spent: 12.5 })
    tracker.append('tags', 'vip')
    tracker.append({ tags: 'late', cities: 'Shanghai' })
    tracker.unset('level', 'tags')
    tracker.set({})
    await world.settle()
    expect(sent().map(({ event, properties }) => [event, properties])).toEqual([
      ['$set', { level: 'gold' }],
      ['$set_once', { signedUpAt: '2026-01-01' }],
      ['$increment', { orders: 1 }],
      ['$increment', { orders: 2, spent: 12.5 }],
      ['$append', { tags: 'vip' }],
      ['$append', { tags: 'late', cities: 'Shanghai' }],
      ['$unset', { level: true, tags: true }],
    ])
  })

  test('group names the group', async () => {
    start().group('acme', { size: 3 })
    await world.settle()
    expect(last()).toMatchObject({ type: 'group', groupId: 'acme', traits: { size: 3 } })
  })

  test('page takes a name, properties, or both; a screen is where later events happen', async () => {
    const tracker = start()
    tracker.page()
    tracker.page('Home', { a: 1 })
    tracker.page({ b: 2 })
    tracker.screen('Cart', { c: 3 })
    tracker.track('Ordered')
    await world.settle()
    expect(sent().map(({ type, properties }) => [type, properties])).toEqual([
      ['page', {}],
      ['page', { name: 'Home', a: 1 }],
      ['page', { b: 2 }],
      ['screen', { name: 'Cart', c: 3 }],
      ['track', {}],
    ])
    expect(last().context).toMatchObject({ screen: { name: 'Cart' } })
  })

  test('registered properties go with every event, computed ones are asked each time, the event’s own win', async () => {
    const tracker = start()
    let count = 0
    tracker.register({ plan: 'gold', total: 1 })
    tracker.register(() => ({ count: ++count }))
    tracker.track('A')
    tracker.track('B', { total: 2 })
    tracker.unregister('plan')
    tracker.track('C')
    await world.settle()
    expect(sent().map(({ properties }) => properties)).toEqual([
      { plan: 'gold', total: 1, count: 1 },
      { plan: 'gold', total: 2, count: 2 },
      { total: 1, count: 3 },
    ])
  })

  test('registered properties are there at the next visit', async () => {
    start().register({ plan: 'gold' })
    page.die()
    start().track('A')
    await world.settle()
    expect(last().properties).toEqual({ plan: 'gold' })
  })

  test('a computed property that throws costs no event', async () => {
    const tracker = start()
    tracker.register(() => {
      throw new Error('mine')
    })
    tracker.track('A')
    await world.settle()
    expect(last().event).toBe('A')
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'failed', where: 'register' }))
  })

  test('time puts the seconds since into the next event of that name, once', async () => {
    const tracker = start()
    tracker.time('Video')
    world.now += 2_500
    tracker.track('Video')
    tracker.track('Video')
    await world.settle()
    expect(sent().map(({ properties }) => properties)).toEqual([{ $duration: 2.5 }, {}])
  })

  test('reset makes a stranger, and keeps what was tracked', async () => {
    const tracker = start()
    tracker.identify('ann')
    tracker.register({ plan: 'gold' })
    const before = [tracker.anonymousId(), tracker.sessionId()]
    tracker.reset()
    tracker.track('A')
    await world.settle()
    expect(sent()).toHaveLength(2)
    expect(last()).not.toHaveProperty('userId')
    expect(last().properties).toEqual({})
    expect(before).not.toContain(tracker.anonymousId())
    expect(before).not.toContain(tracker.sessionId())
  })

  test('an event may say when and where it happened', async () => {
    start().track('A', {}, { timestamp: new Date(0), context: { page: { url: 'https://a.example/' } } })
    await world.settle()
    expect(last()).toMatchObject({
      timestamp: '1970-01-01T00:00:00.000Z',
      context: { page: { url: 'https://a.example/' } },
    })
  })
})

describe('bad input', () => {
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
    await world.settle()
    const reasons = new Set(reports.flatMap((report) => (report.kind === 'dropped' ? [report.reason] : [])))
    expect(reasons).toEqual(new Set(['invalid_name', 'invalid_id']))
  }, 60_000)

  test('a long event name is cut, a long user id refused', async () => {
    const tracker = start()
    tracker.track('n'.repeat(300))
    tracker.identify('u'.repeat(300))
    await world.settle()
    expect(sent().filter(({ type }) => type === 'identify')).toEqual([])
    expect(sent()[0]?.event).toHaveLength(200)
  })

  test('a property that cannot be sent is left out, told and counted, and the console warns once', async () => {
    const warnings: unknown[] = []
    const warn = (message: string): void => void warnings.push(message)
    const tracker = start({ debug: true }, { warn })
    tracker.track('A', { run: () => 1, total: 5 })
    tracker.track('n'.repeat(300), { run: () => 1 })
    await world.settle()
    expect(sent()[0]).toMatchObject({ event: 'A', properties: { total: 5 } })
    expect(reports).toContainEqual({ kind: 'trimmed', event: 'A', names: ['run'] })
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
    await world.settle()
    expect(warnings).toHaveLength(3)
    expect(warnings[0]).toContain('writeKey')
    expect(warnings[1]).toContain('host')
    expect(world.requests).toEqual([])
  })
})

describe('beforeSend', () => {
  test('may change an event, its context too, without touching the next', async () => {
    const tracker = start({
      beforeSend: (event) => {
        if (event.event !== 'A') return
        delete event.context.locale
        event.properties = { secret: 'masked' }
      },
    })
    tracker.track('A', { secret: 'word' })
    tracker.track('B')
    await world.settle()
    const [a, b] = sent()
    expect(a?.properties).toEqual({ secret: 'masked' })
    expect(a?.context).not.toHaveProperty('locale')
    expect(b?.context).toHaveProperty('locale', 'en')
  })

  test('may veto, which is no loss', async () => {
    const tracker = start({ beforeSend: ({ event }) => (event === 'A' ? null : undefined) })
    tracker.track('A')
    tracker.track('B')
    await world.settle()
    expect(sent().map(({ event }) => event)).toEqual(['B'])
  })

  test('that throws keeps the event back: it is there to take out what must not be sent', async () => {
    start({
      beforeSend: () => {
        throw new Error('mine')
      },
    }).track('A')
    await world.settle()
    expect(world.requests).toEqual([])
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'dropped', reason: 'hook_failed' }))
  })
})

describe('consent', () => {
  test('when it is required, nothing is stored or sent before it; then what waited arrives', async () => {
    const tracker = start({ consent: 'required' })
    tracker.identify('ann')
    tracker.track('A')
    await world.settle()
    page.leave(false)
    expect([world.state, world.disk, world.spillway].flatMap((state) => state.keys())).toEqual([])
    expect(world.requests).toEqual([])
    const device = tracker.anonymousId()
    tracker.optIn()
    await world.settle()
    expect(sent().map(({ type, anonymousId }) => [type, anonymousId])).toEqual([
      ['identify', device],
      ['track', device],
    ])
    expect(last().context).toMatchObject({ consent: 'opted_in' })
  })

  test('the answer is remembered', async () => {
    start({ consent: 'required' }).optIn()
    page.die()
    const tracker = start({ consent: 'required' })
    tracker.track('A')
    await world.settle()
    expect(tracker.consent()).toBe('granted')
    expect(last().event).toBe('A')
  })

  test('opting out removes everything unsent and stored but for the answer, and nothing follows', async () => {
    const tracker = start()
    tracker.track('A')
    await world.settle('busy', 500)
    expect(world.disk.keys()).not.toEqual([])
    tracker.optOut()
    tracker.track('B')
    page.leave(false)
    await world.settle()
    expect([...world.disk.keys(), ...world.spillway.keys()]).toEqual([])
    expect(world.state.keys()).toEqual(['consent'])
    expect(sent().some(({ event }) => event === 'B')).toBe(false)
    page.die()
    start().track('C')
    await world.settle()
    expect(sent().some(({ event }) => event === 'C')).toBe(false)
  })

  test('opting in again begins with a new device id', async () => {
    const tracker = start()
    const before = tracker.anonymousId()
    tracker.optOut()
    tracker.optIn()
    tracker.track('A')
    await world.settle()
    expect(last().event).toBe('A')
    expect(tracker.anonymousId()).not.toBe(before)
  })

  test('Global Privacy Control is honoured where the site asks for it, unless the user has opted in', async () => {
    const gpc = { refusesTracking: true }
    expect(start({}, gpc).consent()).toBe('granted')
    const tracker = start({ honourPrivacyControl: true }, gpc)
    expect(tracker.consent()).toBe('denied')
    tracker.optIn()
    expect(start({ honourPrivacyControl: true }, gpc).consent()).toBe('granted')
  })
})

describe('extensions', () => {
  const noting = (name: string, notes: string[]): Extension => ({
    name,
    setup: () => {
      notes.push(`+${name}`)
      return () => void notes.push(`-${name}`)
    },
  })

  test('are undone in reverse order', () => {
    const notes: string[] = []
    start({ extensions: ['a', 'b', 'c'].map((name) => noting(name, notes)) }).stop()
    expect(notes).toEqual(['+a', '+b', '+c', '-c', '-b', '-a'])
  })

  test('one that fails harms neither the page nor the others', async () => {
    const notes: string[] = []
    const errors: unknown[] = []
    const broken: Extension = {
      name: 'broken',
      setup: (host) => {
        host.onLeave(() => {
          throw new Error('later')
        })
        throw new Error('at once')
      },
    }
    const tracker = start({
      extensions: [noting('a', notes), broken, noting('b', notes)],
      onError: (problem) => errors.push(problem),
    })
    expect(() => page.leave(false)).not.toThrow()
    expect(notes).toEqual(['+a', '+b'])
    expect(errors).toEqual([
      expect.objectContaining({ kind: 'failed', where: 'extension broken' }),
      expect.objectContaining({ kind: 'failed', where: 'extension broken' }),
    ])
    expect(() => tracker.stop()).not.toThrow()
  })

  test('of one name are used once', () => {
    const notes: string[] = []
    const tracker = start({ extensions: [noting('a', notes)] })
    expect(tracker.use(noting('a', notes))).toBe(false)
    expect(tracker.use(noting('b', notes))).toBe(true)
    expect(notes).toEqual(['+a', '+b'])
  })

  test('may change events before the site’s own hook sees them; one that throws keeps the event back', async () => {
    const seen: unknown[] = []
    const masking: Extension = {
      name: 'masking',
      setup: (host) =>
        host.revise((event) => {
          if (event.event === 'B') throw new Error('mine')
          event.properties = { ...event.properties, card: '***' }
        }),
    }
    const tracker = start({
      extensions: [masking],
      beforeSend: ({ properties }) => void seen.push(properties),
    })
    tracker.track('A', { card: '6222', total: 5 })
    tracker.track('B', { card: '6222' })
    await world.settle()
    expect(seen[0]).toEqual({ card: '***', total: 5 })
    expect(sent()[0]?.properties).toEqual({ card: '***', total: 5 })
    expect(JSON.stringify(sent())).not.toContain('6222')
    expect(reports).toContainEqual(expect.objectContaining({ reason: 'hook_failed' }))
  })

  test('may make the events those of whom the host of the page knows', async () => {
    const tracker = start({
      extensions: [
        {
          name: 'host',
          setup: (host) => {
            host.adopt({ anonymousId: 'app-device', userId: 'ann', sessionId: 'app-session' })
            return undefined
          },
        },
      ],
    })
    tracker.track('A')
    await world.settle()
    expect(last()).toMatchObject({
      anonymousId: 'app-device',
      userId: 'ann',
      context: { sessionId: 'app-session' },
    })
    page.die()
    expect(start().anonymousId()).toBe('app-device')
  })

  test('may carry batches another way, or change how they look on the way; a carrier that fails loses nothing', async () => {
    const carried: string[] = []
    let fails = true
    const tracker = start({
      extensions: [
        {
          name: 'carrier',
          setup: (host) =>
            host.carry(async (body, _request, send) => {
              if (fails) throw new Error('mine')
              carried.push(body)
              return body.includes('"B"') ? { status: 200 } : send(body.replace('"A"', '"a"'))
            }),
        },
      ],
    })
    tracker.track('A')
    await world.settle('accept', 500)
    await tracker.flush()
    expect(world.requests).toEqual([])
    fails = false
    await world.settle()
    expect(last().event).toBe('a')
    tracker.track('B')
    await world.settle()
    expect(carried).toHaveLength(2)
    expect(world.requests).toHaveLength(1)
    expect(reports.at(-1)).toEqual({ kind: 'sent', count: 1 })
  })

  test('see their own corner of the storage only', () => {
    start({
      extensions: [{ name: 'mine', setup: (host) => void host.state.set('seen', '1') }],
    })
    expect(world.state.get('mine/seen')).toBe('1')
  })
})

describe('what goes wrong on the way', () => {
  test('events the collector rejects are reported one by one', async () => {
    const rejected = [{ index: 1, messageId: 'x', code: 'too_deep', message: 'properties' }]
    const tracker = start(
      {},
      { send: async () => ({ status: 200, body: JSON.stringify({ accepted: 1, rejected }) }) },
    )
    tracker.track('A')
    tracker.track('B')
    await world.settle()
    expect(reports).toEqual([
      { kind: 'sent', count: 1 },
      expect.objectContaining({ kind: 'rejected', index: 1, code: 'too_deep' }),
    ])
  })

  test('a final refusal drops the batch, counted, and is told once the collector listens again', async () => {
    const tracker = start()
    tracker.track('A')
    tracker.track('B')
    await world.settle('refuse')
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'dropped', reason: 'http_401', count: 2 }))
    tracker.track('C')
    await world.settle()
    expect(last()).toMatchObject({ event: '$dropped', properties: { count: 2, http_401: 2 } })
  })

  test('what overflows is told in $dropped, even after a reload', async () => {
    const tracker = start({ maxQueueEvents: 5 })
    for (let index = 0; index < 12; index++) tracker.track(`event-${index}`)
    await world.settle('busy', 1_000)
    page.leave(true)
    page.die()
    start()
    await world.settle()
    expect(last()).toMatchObject({ event: '$dropped', properties: { count: 7, queue_full: 7 } })
    expect(sent().filter(({ event }) => event === 'event-6')).toEqual([])
  })

  test('a batch that is too large is halved until it passes', async () => {
    const tracker = start()
    for (let index = 0; index < 8; index++) tracker.track(`event-${index}`)
    await world.settle('too large', 3_000)
    expect(new Set(world.accepted.values())).toEqual(new Set([1]))
    expect(world.requests.map(({ ids }) => ids.length).slice(0, 4)).toEqual([8, 4, 2, 1])
  })

  test('the queue goes out by count at once, and by time otherwise', async () => {
    const tracker = start({ flushAt: 3, flushInterval: 2_000 })
    await world.settle('accept', 10)
    tracker.track('A')
    await world.settle('accept', 1_900)
    expect(world.requests).toEqual([])
    await world.settle('accept', 200)
    expect(world.requests).toHaveLength(1)
    for (const name of ['B', 'C', 'D']) tracker.track(name)
    await world.settle('accept', 0)
    expect(world.requests[1]?.ids).toHaveLength(3)
  })

  test('flush sends now', async () => {
    const tracker = start()
    await world.settle('accept', 10)
    tracker.track('A')
    const flushed = tracker.flush()
    await world.settle('accept', 0)
    await flushed
    expect(last().event).toBe('A')
  })

  test('hooks that throw cost nothing', async () => {
    const broken = (): never => {
      throw new Error('mine')
    }
    const tracker = start({ onEvent: broken, onError: broken })
    tracker.track('')
    tracker.track('A')
    await world.settle()
    expect(last().event).toBe('$dropped')
    expect(sent().map(({ event }) => event)).toContain('A')
  })
})
